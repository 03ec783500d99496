import Synchronization
import WebProtocol
public import WebServer
import Workspace

/// A line over plain requests, and whose it is: no other login can speak on it, whoever knows its name.
struct NamedLine: Sendable {
    let line: FallbackLine
    let member: MemberID
    let login: String
    let document: DocumentID
}

extension Rooms {
    public func stream(_ admission: Admission, line name: String) -> StreamedResponse {
        // Caches and proxies are asked to let it through piece by piece (nginx knows the last of these).
        let headers: HeaderFields = [
            "content-type": "application/octet-stream", "cache-control": "no-store, no-transform",
            "x-accel-buffering": "no",
        ]
        return StreamedResponse(headers: headers) { [self] stream in
            let loop = room(of: admission.document).loop
            let end = StreamEnd(loop: loop)
            let open: @Sendable () -> Void = { [self] in
                guard isFree(name) else { return end.refuse(stream) }
                end.line = openLine(name, admission, over: stream)
            }
            if loop === stream.loop { open() } else { loop.execute(open) }
            return end
        }
    }

    public func poll(_ admission: Admission, line name: String, from count: Int) async -> [UInt8]? {
        let loop = room(of: admission.document).loop
        return await withCheckedContinuation { continuation in
            loop.execute { [self] in
                let isNew = count == 0 && isFree(name)
                let line = isNew ? openLine(name, admission, over: nil) : line(name, admission)
                if line?.poll(from: count, { continuation.resume(returning: $0) }) == true { return }
                continuation.resume(returning: nil)
            }
        }
    }

    public func receive(_ body: [UInt8], number: Int, _ admission: Admission, line name: String) async -> Bool {
        let loop = room(of: admission.document).loop
        return await withCheckedContinuation { continuation in
            loop.execute { [self] in
                let line = line(name, admission)
                if line?.receive(body, number: number, { continuation.resume(returning: true) }) == true { return }
                continuation.resume(returning: false)
            }
        }
    }

    /// Tells browsers that poll to come again later; their polls would hold up a server that stops.
    public func endPolls() {
        for named in lines.withLock({ Array($0.values) }) {
            named.line.loop.execute { named.line.close(code: CloseCode.goingAway, reason: "") }
        }
    }

    private func isFree(_ name: String) -> Bool { lines.withLock { $0[name] == nil } }

    private func line(_ name: String, _ admission: Admission) -> FallbackLine? {
        lines.withLock { lines in
            guard let named = lines[name], named.member == admission.member.id, named.login == admission.login,
                named.document == admission.document
            else { return nil }
            return named.line
        }
    }

    /// On the room's loop.
    private func openLine(_ name: String, _ admission: Admission, over stream: ResponseStream?) -> FallbackLine {
        let member = admission.member.id
        let room = room(of: admission.document)
        let line = FallbackLine(loop: room.loop, stream: stream) { [self] in
            lines.withLock { _ = $0.removeValue(forKey: name) }
        }
        guard takeSocket(of: member) else {
            line.close(code: CloseCode.tryAgainLater, reason: "too many sockets")
            return line
        }
        lines.withLock {
            $0[name] = NamedLine(line: line, member: member, login: admission.login, document: admission.document)
        }
        let leave: @Sendable () -> Void = { self.giveSocketBack(of: member) }
        line.use(room.assumeIsolated { $0.enter(line, admission, whenClosed: leave) })
        return line
    }
}

/// What the stream of a line tells it. Called on the stream's loop; the line is touched on the room's alone.
private final class StreamEnd: ResponseStreamHandler, @unchecked Sendable {
    // Sendable because `line` is touched on `loop` alone.
    private let loop: EventLoop
    var line: FallbackLine?

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// Two streams cannot be one line.
    func refuse(_ stream: ResponseStream) {
        stream.loop.execute { stream.abort() }
    }

    func closed() {
        loop.execute { [self] in
            line?.lost()
            line = nil
        }
    }

    func stop() {
        loop.execute { [self] in line?.close(code: CloseCode.goingAway, reason: "") }
    }
}

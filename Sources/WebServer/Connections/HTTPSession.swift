import WebProtocol

/// Speaks HTTP/1.1 on one connection: one request at a time, in the order they came.
final class HTTPSession: ConnectionProtocol {
    /// What the connection waits for.
    private enum Waiting {
        /// The first byte of a request, until the time given.
        case request(until: Int64)
        case head(until: Int64)
        case body(since: Int64)
        /// The handler's reply; further requests wait in the backlog.
        case reply
        /// The peer to read what it has asked for.
        case reader
        /// Whoever makes the body to end it, or the peer to go.
        case stream(ResponseStream)
        /// Nothing more: the last answer is on its way, or the connection speaks WebSocket now.
        case nothing
    }

    private struct Asked {
        let isHead: Bool
        let minorVersion: Int
        let keepsAlive: Bool

        init(_ head: RequestHead) {
            isHead = head.method == "HEAD"
            minorVersion = head.minorVersion
            keepsAlive = head.keepsAlive
        }
    }

    /// Room that is made for a body on its announcement alone.
    private static let reservedBodyBytes = 16 * 1024

    /// Our owner; unchecked, because it lets us go before it goes.
    private unowned(unsafe) let connection: Connection
    // What one thread touches, in accesses that call nothing which comes back here, is not checked for exclusive access.
    @exclusivity(unchecked) private var parser: HTTPRequestParser
    @exclusivity(unchecked) private var waiting: Waiting
    /// Until its body is complete; that of an upgrade until it is answered.
    @exclusivity(unchecked) private var request: RequestHead?
    /// What the answer must know of the request, until it is given.
    private var asked: Asked?
    @exclusivity(unchecked) private var body: [UInt8] = []
    /// Bytes that came while a reply was awaited; the connection does not read on meanwhile.
    @exclusivity(unchecked) private var backlog: [UInt8] = []
    private var peerHasFinished = false
    private var isStopping = false

    init(_ connection: Connection) {
        self.connection = connection
        parser = HTTPRequestParser(limits: connection.shared.configuration.limits.http)
        waiting = .request(until: connection.loop.now + connection.shared.configuration.limits.headMilliseconds)
    }

    private var limits: ServerLimits { connection.shared.configuration.limits }
    private var now: Int64 { connection.loop.now }

    // MARK: Bytes in

    override func receive(_ bytes: UnsafeMutableRawBufferPointer) {
        if backlog.isEmpty, !isBusy {
            process(UnsafeRawBufferPointer(bytes))
        } else {
            backlog.append(contentsOf: bytes)
            if isBusy { connection.pauseReading() } else { processBacklog() }
        }
    }

    override func peerFinished() {
        peerHasFinished = true
        // It waits for something without end, so it is gone.
        if case .stream = waiting { return connection.abort() }
        if !isBusy { connection.closeAfterFlush() }
    }

    override func drained() {
        connection.tellsWhenDrained = false
        if case .reader = waiting { goOn() }
    }

    private var isBusy: Bool {
        switch waiting {
        case .reply, .reader, .stream, .nothing: true
        case .request, .head, .body: false
        }
    }

    private func processBacklog() {
        let bytes = backlog
        backlog = []
        bytes.withUnsafeBytes { process($0) }
    }

    /// Reads requests until the bytes end or a reply is awaited; what is left is kept.
    private func process(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        do throws(HTTPViolation) {
            while !isBusy, let event = try parser.next(bytes, at: &offset) {
                switch event {
                case .head(let head): try begin(head)
                case .body(let part): body.append(contentsOf: part)
                case .end: try finish(rest: bytes.count - offset)
                }
            }
        } catch {
            refuse(status: error.status, .badRequest)
        }
        if case .nothing = waiting {
            // An upgrade takes what is behind its head; after the last answer there is no use for it.
            if let upgrade = pendingUpgrade {
                pendingUpgrade = nil
                let rest = Array(bytes[offset...])
                upgrade(rest)
            }
            return
        }
        if isBusy {
            backlog = Array(bytes[offset...])
            if !backlog.isEmpty { connection.pauseReading() }
        } else {
            awaitMore()
        }
    }

    /// The time limit for what is missing starts with its first byte and not with its latest.
    private func awaitMore() {
        if case .request = waiting, parser.isInsideRequest {
            waiting = .head(until: now + limits.headMilliseconds)
        }
    }

    // MARK: A request

    private func begin(_ head: RequestHead) throws(HTTPViolation) {
        request = head
        asked = Asked(head)
        body = []
        waiting = .body(since: now)
        let limit = connection.shared.configuration.bodyLimit?(head) ?? limits.http.bodyBytes
        parser.limits.bodyBytes = limit
        if case .bytes(let count) = head.bodyLength {
            if count > limit { throw .bodyTooLarge }
            body.reserveCapacity(min(count, Self.reservedBodyBytes))
            if count == 0 { return }
        }
        if head.expectsContinue {
            connection.send(.bytes(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)))
        }
    }

    /// - Parameter rest: Bytes that are there behind the request.
    private func finish(rest: Int) throws(HTTPViolation) {
        guard let head = request else { preconditionFailure("the end of a request without its head") }
        if !head.asksForWebSocket { request = nil }
        let target = try RequestTarget(head.target)
        let request = Request(
            head: head, target: target, body: body,
            visitor: Visitor(
                address: connection.peerAddress, isSecure: connection.isSecure, fields: head.fields,
                proxies: connection.shared.proxies))
        body = []
        waiting = .reply
        guard !head.asksForWebSocket || request.hasAllowedOrigin(connection.shared.configuration.allowedOrigins) else {
            connection.shared.counters.count(.foreignOrigin)
            answer(.text("403 Forbidden\n", status: 403))
            return
        }
        switch connection.shared.handler(request) {
        case .now(let reply):
            carryOut(reply)
        case .later(let work):
            let connection = connection
            let loop = connection.loop
            Task {
                let reply = await work()
                loop.execute { connection.deliver(reply) }
            }
        }
    }

    override func deliver(_ reply: Reply) {
        carryOut(reply)
        if case .nothing = waiting, let upgrade = pendingUpgrade {
            pendingUpgrade = nil
            let rest = backlog
            backlog = []
            upgrade(rest)
            return
        }
        goOn()
    }

    private func carryOut(_ reply: Reply) {
        switch reply {
        case .response(let response):
            if response.isForKnownPeer { connection.peerIsKnown() }
            answer(response)
        case .stream(let response): stream(response)
        case .webSocket(let upgrade): accept(upgrade)
        }
    }

    /// Goes on with what came meanwhile.
    private func goOn() {
        if case .reader = waiting { waiting = .request(until: now + limits.idleMilliseconds) }
        guard !isBusy else { return }
        if !backlog.isEmpty { processBacklog() }
        guard !isBusy else { return }
        if peerHasFinished { connection.closeAfterFlush() } else { connection.resumeReading() }
    }

    // MARK: Answers

    private func answer(_ response: Response) {
        guard let asked else { preconditionFailure("an answer without a request") }
        self.asked = nil
        request = nil
        let keepsAlive = asked.keepsAlive && !isStopping
        write(response, isHead: asked.isHead, minorVersion: asked.minorVersion, keepsAlive: keepsAlive)
        if !keepsAlive {
            waiting = .nothing
            connection.closeAfterFlush()
        } else if connection.queuedBytes > limits.pipelinedResponseBytes {
            waiting = .reader
            connection.tellsWhenDrained = true
        } else {
            waiting = .request(until: now + limits.idleMilliseconds)
        }
    }

    private func stream(_ response: StreamedResponse) {
        guard let asked else { preconditionFailure("an answer without a request") }
        guard !asked.isHead else { return answer(Response(status: 405, headers: ["allow": "GET"])) }
        self.asked = nil
        request = nil
        let isChunked = asked.minorVersion == 1
        let keepsAlive = isChunked && asked.keepsAlive && !isStopping
        var bytes: [UInt8] = []
        ResponseHead(status: 200, fields: response.headers).writeOpen(to: &bytes)
        bytes.append(contentsOf: connection.loop.date.line)
        bytes.append(contentsOf: (isChunked ? "transfer-encoding: chunked\r\n" : "").utf8)
        bytes.append(contentsOf: (keepsAlive ? "" : "connection: close\r\n").utf8)
        bytes.append(contentsOf: "\r\n".utf8)
        connection.send(.bytes(bytes))
        connection.peerIsKnown()
        let stream = ResponseStream(on: connection, isChunked: isChunked) { [unowned self] in
            waiting = keepsAlive && !isStopping ? .request(until: now + limits.idleMilliseconds) : .nothing
            // Not at once: the end may have come out of the very call that reads on.
            connection.loop.afterTurn { [connection] in
                if case .nothing = self.waiting { connection.closeAfterFlush() } else { self.goOn() }
            }
        }
        waiting = .stream(stream)
        stream.begin(response.open)
    }

    /// Tells a peer that broke the rules so, and ends the connection.
    private func refuse(status: Int, _ reason: Refusal) {
        connection.shared.counters.count(reason)
        var response = Response.text("\(status) \(ResponseHead.reason(of: status))\n", status: status)
        if status == 426 {
            response.headers.append("upgrade", "websocket")
            response.headers.append("connection", "upgrade")
            response.headers.append("sec-websocket-version", "13")
        }
        write(response, isHead: asked?.isHead == true, minorVersion: 1, keepsAlive: false)
        asked = nil
        request = nil
        waiting = .nothing
        connection.closeAfterFlush()
    }

    private func write(_ response: Response, isHead: Bool, minorVersion: Int, keepsAlive: Bool) {
        let head = ResponseHead(status: response.status, fields: response.headers)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        head.writeOpen(to: &bytes)
        bytes.append(contentsOf: connection.loop.date.line)
        if !head.isBodiless {
            bytes.append(contentsOf: "content-length: ".utf8)
            bytes.append(decimal: response.body.count)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        if !keepsAlive {
            bytes.append(contentsOf: "connection: close\r\n".utf8)
        } else if minorVersion == 0 {
            bytes.append(contentsOf: "connection: keep-alive\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        connection.send(.bytes(bytes))
        if !isHead, !head.isBodiless { connection.send(.bytes(response.body)) }
    }

    // MARK: Upgrade

    /// Set between the answer that accepts a WebSocket and the change of protocol; takes the bytes behind the head.
    private var pendingUpgrade: (([UInt8]) -> Void)?

    private func accept(_ upgrade: WebSocketUpgrade) {
        guard let head = request else {
            // Asked for by the handler alone: the client is told what it should have asked.
            return refuse(status: WebSocketHandshake.Refusal.notAnUpgrade.status, .badHandshake)
        }
        let handshake: WebSocketHandshake
        do {
            handshake = try WebSocketHandshake(head)
        } catch {
            refuse(status: error.status, .badHandshake)
            return
        }
        if let subprotocol = upgrade.subprotocol {
            precondition(handshake.subprotocols.contains(subprotocol), "subprotocol \(subprotocol) was not offered")
        }
        request = nil
        asked = nil
        waiting = .nothing
        connection.peerIsKnown()
        writeHandshake(handshake, upgrade)
        let connection = connection
        pendingUpgrade = { rest in WebSocketConnection.begin(on: connection, upgrade, rest: rest) }
    }

    private func writeHandshake(_ handshake: WebSocketHandshake, _ upgrade: WebSocketUpgrade) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes.append(contentsOf: Self.switching)
        bytes.append(contentsOf: webSocketAccept(handshake.challenge).utf8)
        bytes.append(contentsOf: "\r\n".utf8)
        if let subprotocol = upgrade.subprotocol.flatMap(HeaderValue.init(_:)) {
            bytes.append(contentsOf: "sec-websocket-protocol: \(subprotocol.text)\r\n".utf8)
        }
        upgrade.responseHeaders.write(to: &bytes)
        bytes.append(contentsOf: "\r\n".utf8)
        connection.send(.bytes(bytes))
    }

    /// Kept as bytes: a storm of sockets that come back is answered by nothing but these and a digest.
    private static let switching = Array(
        """
        HTTP/1.1 101 Switching Protocols\r
        upgrade: websocket\r
        connection: Upgrade\r
        sec-websocket-accept:\u{20}
        """.utf8)

    // MARK: Time and end

    override func tick() {
        switch waiting {
        case .request(let until):
            if now >= until { connection.closeAfterFlush() }
        case .head(let until):
            if now >= until { refuse(status: 408, .slowRequest) }
        case .body(let since):
            let earned = Int64(body.count) * 1_000 / limits.bodyBytesPerSecond
            if now >= since + limits.bodyGraceMilliseconds + earned { refuse(status: 408, .slowRequest) }
        case .reply, .reader, .stream, .nothing:
            break
        }
    }

    override func closed() {
        if case .stream(let stream) = waiting { stream.closed() }
    }

    override func stop() {
        isStopping = true
        switch waiting {
        case .request where connection.queuedBytes == 0 && !parser.isInsideRequest: connection.abort()
        case .request: connection.closeAfterFlush()
        case .reader:
            waiting = .nothing
            connection.closeAfterFlush()
        case .stream(let stream): stream.stop()
        case .head, .body, .reply, .nothing: break
        }
    }
}

extension [UInt8] {
    /// A number from 0 up in digits; an interpolated string takes longer than the rest of a head.
    fileprivate mutating func append(decimal number: Int) {
        if number >= 10 { append(decimal: number / 10) }
        append(0x30 + UInt8(number % 10))
    }
}

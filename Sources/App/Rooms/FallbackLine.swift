import WebProtocol
import WebServer

/// A room's line over plain requests, for networks in which WebSockets are blocked.
///
/// The bytes are those of a WebSocket without masks: what the room says goes out as the same frames, in the body of a
/// streamed answer, or, where something on the way holds answers back until they are complete, in the bodies of polls
/// that wait for something to say. What the browser says comes in the bodies of numbered POSTs.
///
///     stream   GET ─► frame frame frame … close          a line as long as the answer
///     poll     GET ─► frame frame │ GET ─► frame │ …     each says how many frames came; those are forgotten then
///
/// Belongs to the room's loop. A line without a stream or poll is over after ``silenceMilliseconds``.
final class FallbackLine: RoomSocket, @unchecked Sendable {
    // Sendable because every method but `init` is called on the loop alone, and the loop has one thread.

    /// How frames reach the browser.
    private enum Way {
        case stream(ResponseStream)
        /// With the poll that waits, if one does.
        case polls(waiting: (@Sendable ([UInt8]) -> Void)?)
    }

    let loop: EventLoop
    private(set) var isOpen = true
    private var way: Way
    private var handler: RoomConnection?
    private var whenOver: (@Sendable () -> Void)?

    // Out.

    /// Frames that no poll has confirmed, the first with the number `confirmed`.
    private var unconfirmed: [EncodedFrame] = []
    private var confirmed = 0
    private var unconfirmedBytes = 0
    /// Of large answers, all of them ever: what may wait besides the usual.
    private var largeBytes = 0

    // In.

    private var parser = WebSocketFrameParser(role: .client, maximumMessageBytes: FallbackLine.maximumMessageBytes)
    /// The number of the next POST; one that comes again is not taken twice.
    private var nextPost = 0
    private var isPaused = false
    private var held: [UInt8] = []
    /// Answers the POST whose body is held.
    private var taken: (@Sendable () -> Void)?
    private var lastHeard: Int64

    static let maximumMessageBytes = 256 * 1024
    /// A poll is answered after this time even with nothing: proxies cut what is silent for a minute.
    static let pollMilliseconds: Int64 = 20_000
    /// The browser says something every five seconds.
    static let silenceMilliseconds: Int64 = 45_000
    /// What may wait for a browser: as for a WebSocket.
    static let queueBytes = ServerLimits().webSocketQueueBytes

    /// On the loop.
    ///
    /// - Parameters:
    ///   - stream: On the same loop, or on another; nil for polls.
    ///   - whenOver: Called once, when nothing can reach the line any more.
    init(loop: EventLoop, stream: ResponseStream?, whenOver: @escaping @Sendable () -> Void) {
        self.loop = loop
        way = stream.map { .stream($0) } ?? .polls(waiting: nil)
        self.whenOver = whenOver
        lastHeard = loop.now
        // At once, so that the browser sees that answers are not held back.
        put(.ping(UnsafeRawBufferPointer(start: nil, count: 0)))
        scheduleLook()
    }

    func use(_ handler: RoomConnection) {
        self.handler = handler
    }

    // MARK: Out

    func send(_ frame: EncodedFrame) {
        guard isOpen else { return }
        guard waitingBytes <= Self.queueBytes + largeBytes else {
            close(code: CloseCode.tryAgainLater, reason: "slow reader")
            if case .stream(let stream) = way { onLoop(of: stream) { $0.abort() } }
            return
        }
        put(frame)
    }

    func sendLarge(_ frame: EncodedFrame) {
        guard isOpen else { return }
        largeBytes += frame.byteCount
        put(frame)
    }

    func close(code: UInt16, reason: String) {
        guard isOpen else { return }
        put(.close(code: code, reason: reason))
        isOpen = false
        loseHandler()
        // A poll that comes for the last word finds it for a while.
        guard case .stream(let stream) = way else { return }
        onLoop(of: stream) { $0.finish() }
        end()
    }

    private var waitingBytes: Int {
        switch way {
        // On another loop the time limit of a connection that takes nothing must do.
        case .stream(let stream): stream.loop === loop ? stream.queuedBytes : 0
        case .polls: unconfirmedBytes
        }
    }

    private func put(_ frame: EncodedFrame) {
        switch way {
        case .stream(let stream):
            onLoop(of: stream) { $0.send(frame) }
        case .polls(let poll):
            unconfirmed.append(frame)
            unconfirmedBytes += frame.byteCount
            guard let poll else { return }
            way = .polls(waiting: nil)
            // In the next turn, with what else this one says.
            loop.execute { [self] in poll(unconfirmedFrames()) }
        }
    }

    private func onLoop(of stream: ResponseStream, _ body: @escaping @Sendable (ResponseStream) -> Void) {
        if stream.loop === loop { body(stream) } else { stream.loop.execute { body(stream) } }
    }

    private func unconfirmedFrames() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(unconfirmedBytes)
        for frame in unconfirmed { frame.withBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    // MARK: Polls

    /// Waits for something to say.
    ///
    /// - Parameters:
    ///   - count: How many frames of this line the browser has.
    ///   - answer: Called once, with whole frames, or with none when time is up.
    /// - Returns: Whether the line goes on; otherwise there is no answer.
    func poll(from count: Int, _ answer: @escaping @Sendable ([UInt8]) -> Void) -> Bool {
        guard case .polls(let earlier) = way, count >= confirmed, count <= confirmed + unconfirmed.count else {
            return false
        }
        lastHeard = loop.now
        earlier?([])
        unconfirmedBytes -= unconfirmed.prefix(count - confirmed).reduce(0) { $0 + $1.byteCount }
        unconfirmed.removeFirst(count - confirmed)
        confirmed = count
        guard unconfirmed.isEmpty else {
            way = .polls(waiting: nil)
            answer(unconfirmedFrames())
            return true
        }
        guard isOpen else { return false }
        way = .polls(waiting: answer)
        let number = count
        loop.schedule(afterMilliseconds: Self.pollMilliseconds) { [weak self] in self?.endPoll(from: number) }
        return true
    }

    private func endPoll(from count: Int) {
        guard case .polls(let poll?) = way, confirmed == count, unconfirmed.isEmpty else { return }
        way = .polls(waiting: nil)
        poll([])
    }

    // MARK: In

    /// Takes the body of a POST: frames as a client would send them, without masks.
    ///
    /// - Parameters:
    ///   - number: Counted from 0. One that was taken before is answered and not taken again.
    ///   - taken: Called once when all of it was handed out, however long the room makes the peer wait.
    /// - Returns: Whether the line goes on; otherwise there is no answer.
    func receive(_ body: [UInt8], number: Int, _ taken: @escaping @Sendable () -> Void) -> Bool {
        guard isOpen, number <= nextPost, self.taken == nil || number < nextPost else { return false }
        lastHeard = loop.now
        guard number == nextPost else {
            taken()
            return true
        }
        nextPost += 1
        self.taken = taken
        held = body
        if !isPaused { handOut() }
        return true
    }

    func pauseReceiving() { isPaused = true }

    func resumeReceiving() {
        guard isPaused else { return }
        isPaused = false
        handOut()
    }

    private func handOut() {
        var bytes = held
        held = []
        bytes.withUnsafeMutableBytes { bytes in
            var offset = 0
            do throws(WebSocketViolation) {
                while isOpen, !isPaused, let event = try parser.next(bytes, at: &offset) { handle(event) }
                held = Array(bytes[offset...])
            } catch {
                close(code: error.closeCode, reason: "")
            }
        }
        guard held.isEmpty || !isOpen else { return }
        let taken = taken
        self.taken = nil
        taken?()
    }

    private func handle(_ event: WebSocketFrameParser.Event) {
        switch event {
        case .message(let message, let isText): handler?.received(message, isText: isText)
        case .ping(let payload): send(.pong(payload))
        case .pong: break
        case .close: close(code: CloseCode.normal, reason: "")
        }
    }

    // MARK: Time and end

    /// Nobody is at the other end any more.
    func lost() {
        if case .polls(let poll?) = way {
            way = .polls(waiting: nil)
            poll([])
        }
        isOpen = false
        loseHandler()
        end()
    }

    private func end() {
        let whenOver = whenOver
        self.whenOver = nil
        whenOver?()
    }

    private func loseHandler() {
        let handler = handler
        self.handler = nil
        let taken = taken
        self.taken = nil
        taken?()
        // Not at once: whoever closes may be going through the room's list of members.
        loop.execute { handler?.closed(code: nil) }
    }

    /// How often a line looks whether its browser is there.
    private static let lookMilliseconds: Int64 = 5_000

    private func scheduleLook() {
        loop.schedule(afterMilliseconds: Self.lookMilliseconds) { [weak self] in self?.look() }
    }

    private func look() {
        let isSilent = loop.now - lastHeard >= Self.silenceMilliseconds
        switch way {
        case .stream(let stream):
            guard isOpen else { return }
            if isSilent {
                onLoop(of: stream) { $0.abort() }
                return lost()
            }
            put(.ping(UnsafeRawBufferPointer(start: nil, count: 0)))
        case .polls:
            if isSilent || !isOpen && loop.now - lastHeard >= Self.pollMilliseconds { return lost() }
        }
        scheduleLook()
    }
}

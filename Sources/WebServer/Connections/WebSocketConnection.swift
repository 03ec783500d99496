import Crypto
public import WebProtocol

/// An open WebSocket. It belongs to its loop: every method must be called there, and says so if it is not.
public final class WebSocketConnection: ConnectionProtocol, @unchecked Sendable {
    // Sendable because `preconditionOnLoop` stands at every door, and the loop has one thread.

    /// How far the closing handshake is (RFC 6455, section 7).
    private enum Phase {
        case open
        /// Our close frame is queued or sent; the peer's has not come.
        case closing(until: Int64)
        case closed
    }

    public let loop: EventLoop

    private let connection: Connection
    /// Not checked for exclusive access: the parser calls nothing that comes back here.
    @exclusivity(unchecked) private var parser: WebSocketFrameParser
    private var phase = Phase.open
    private var handler: (any WebSocketHandler)?
    private var peerCode: UInt16?
    private var lastHeard: Int64
    private var lastPing: Int64
    private var isPaused = false
    /// What one read brought behind the message at which reading was paused.
    private var held: [UInt8] = []
    /// Of all frames, and of those up to the end of the last large answer.
    private var appendedBytes = 0
    private var largeEnd = 0

    public var peerAddress: String { connection.peerAddress }

    private init(_ connection: Connection, maximumMessageBytes: Int) {
        self.connection = connection
        loop = connection.loop
        parser = WebSocketFrameParser(role: .server, maximumMessageBytes: maximumMessageBytes)
        lastHeard = connection.loop.now
        lastPing = connection.loop.now
    }

    /// Takes over `connection`, on the loop that the upgrade asks for.
    ///
    /// - Parameter rest: Bytes that came behind the handshake.
    static func begin(on connection: Connection, _ upgrade: WebSocketUpgrade, rest: [UInt8]) {
        let begin: @Sendable () -> Void = {
            let socket = WebSocketConnection(connection, maximumMessageBytes: upgrade.maximumMessageBytes)
            connection.speak(socket)
            socket.handler = upgrade.open(socket)
            var rest = rest
            if !rest.isEmpty { rest.withUnsafeMutableBytes { socket.receive($0) } }
        }
        if let loop = upgrade.loop, loop !== connection.loop {
            connection.move(to: loop) {
                connection.attach(ConnectionProtocol())
                begin()
            }
        } else {
            connection.resumeReading()
            begin()
        }
    }

    // MARK: Sending

    /// Whether frames still go out.
    public var isOpen: Bool {
        if case .open = phase { connection.isOpen } else { false }
    }

    /// Bytes that the kernel has not taken yet.
    public var queuedBytes: Int { connection.queuedBytes }

    /// Sends a frame that others may be sent too. After the connection has begun to close, nothing happens.
    ///
    /// What one turn of the loop sends goes out together at its end. A peer that does not read what waits for it is
    /// closed with 1013: it can come back and resynchronise, and the memory it can hold is bounded.
    public func send(_ frame: EncodedFrame) {
        loop.preconditionOnLoop()
        guard case .open = phase else { return }
        if connection.queuedBytes > connection.shared.configuration.limits.webSocketQueueBytes, isTooSlow() { return }
        append(frame)
    }

    /// Whether more waits than may; then the peer is told so and closed.
    private func isTooSlow() -> Bool {
        guard connection.queuedBytes > queueLimit else { return false }
        // What went out in this turn may be all that is too much.
        connection.flush()
        guard connection.queuedBytes > queueLimit else { return false }
        connection.discardUnsent()
        connection.shared.counters.count(.slowReader)
        close(code: CloseCode.tryAgainLater, reason: "slow reader")
        let patience = connection.shared.configuration.limits.slowReaderMilliseconds
        if case .closing(let until) = phase { phase = .closing(until: min(until, loop.now + patience)) }
        return true
    }

    /// Sends a part of the one large answer that the peer has asked for. It may wait as long as it takes on a slow line
    /// and does not count against what else may: or whoever has such a line could never open a large document.
    public func sendLarge(_ frame: EncodedFrame) {
        loop.preconditionOnLoop()
        guard case .open = phase else { return }
        append(frame)
        largeEnd = appendedBytes
    }

    @inline(__always)
    private func append(_ frame: EncodedFrame) {
        appendedBytes += frame.byteCount
        connection.send(frame, on: loop)
    }

    /// What may wait: the usual, and of the large answer what has not gone out yet.
    private var queueLimit: Int {
        let sentBytes = appendedBytes - connection.queuedBytes
        return connection.shared.configuration.limits.webSocketQueueBytes + max(0, largeEnd - sentBytes)
    }

    public func sendBinary(_ message: [UInt8]) {
        send(.binary(message))
    }

    public func sendText(_ message: String) {
        send(.text(message))
    }

    /// Says goodbye; the handler hears ``WebSocketHandler/closed(code:)`` when the peer has, or time is up.
    ///
    /// - Parameters:
    ///   - code: One that may be sent, see ``CloseCode/maySend(_:)``.
    ///   - reason: For the peer's log; cut after 123 bytes.
    public func close(code: UInt16 = CloseCode.normal, reason: String = "") {
        loop.preconditionOnLoop()
        guard case .open = phase else { return }
        connection.send(.frame(.close(code: code, reason: reason)))
        phase = .closing(until: loop.now + connection.shared.configuration.limits.closeMilliseconds)
    }

    // MARK: Receiving

    /// Hands out no further message until ``resumeReceiving()``. What one read has brought is held here, the rest stays
    /// in the kernel, which slows the peer down; nothing is lost.
    ///
    /// A pause must be shorter than ``ServerLimits/silenceMilliseconds``: a peer that is not listened to seems dead.
    public func pauseReceiving() {
        loop.preconditionOnLoop()
        guard !isPaused else { return }
        isPaused = true
        connection.pauseReading()
    }

    /// Goes on behind the message at which reading was paused. Not from inside a handler's `received`.
    public func resumeReceiving() {
        loop.preconditionOnLoop()
        guard isPaused else { return }
        isPaused = false
        guard connection.isOpen else { return }
        var bytes = held
        held = []
        if !bytes.isEmpty { bytes.withUnsafeMutableBytes { receive($0) } }
        lastHeard = loop.now
        if !isPaused, connection.isOpen { connection.resumeReading() }
    }

    override func receive(_ bytes: UnsafeMutableRawBufferPointer) {
        lastHeard = loop.now
        var offset = 0
        do throws(WebSocketViolation) {
            while connection.isOpen, !isPaused, let event = try parser.next(bytes, at: &offset) { handle(event) }
            if isPaused { held.append(contentsOf: bytes[offset...]) }
        } catch {
            connection.shared.counters.count(.badFrame)
            close(code: error.closeCode)
            // Nothing that follows can be read, so the peer's close frame is not waited for.
            connection.closeAfterFlush()
            end()
        }
    }

    private func handle(_ event: WebSocketFrameParser.Event) {
        switch event {
        case .message(let message, let isText):
            if case .open = phase { handler?.received(message, isText: isText) }
        case .ping(let payload):
            if case .open = phase { send(.pong(payload)) }
        case .pong:
            break
        case .close(let code):
            peerCode = code
            if case .open = phase { connection.send(.frame(.close(code: code))) }
            connection.closeAfterFlush()
            end()
        }
    }

    // MARK: Time and end

    override func tick() {
        let limits = connection.shared.configuration.limits
        if case .closing(let until) = phase {
            if loop.now >= until { connection.abort() }
            return
        }
        if loop.now - lastHeard >= limits.silenceMilliseconds {
            connection.shared.counters.count(.silentPeer)
            connection.abort()
        } else if loop.now - max(lastHeard, lastPing) >= limits.pingMilliseconds {
            lastPing = loop.now
            send(.ping(UnsafeRawBufferPointer(start: nil, count: 0)))
        }
    }

    override func peerFinished() {
        // A close frame should have come first; without it the connection is as good as lost.
        connection.abort()
    }

    override func stallLimit(_ limits: ServerLimits) -> Int64 { limits.stalledReaderMilliseconds }

    override func stop() { close(code: CloseCode.goingAway) }

    override func closed() { end() }

    private func end() {
        if case .closed = phase { return }
        phase = .closed
        let handler = handler
        self.handler = nil
        handler?.closed(code: peerCode)
    }
}

/// The value of Sec-WebSocket-Accept (RFC 6455, section 4.2.2).
func webSocketAccept(_ challenge: [UInt8]) -> String {
    Base64.encode(SHA1.hash(challenge))
}

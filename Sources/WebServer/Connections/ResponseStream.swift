public import WebProtocol

/// An answer whose head has gone out and whose body goes on until somebody ends it. It belongs to its loop: every method
/// must be called there, and says so if it is not.
public final class ResponseStream: @unchecked Sendable {
    // Sendable because `preconditionOnLoop` stands at every door, and the loop has one thread.

    public let loop: EventLoop
    private let connection: Connection
    /// In chunks (RFC 9112, section 7.1), or for a peer of HTTP/1.0 until the connection ends.
    private let isChunked: Bool
    private var handler: (any ResponseStreamHandler)?
    private var ended: (() -> Void)?
    public private(set) var isOpen = true

    /// - Parameter ended: Called once, when the body is complete.
    init(on connection: Connection, isChunked: Bool, ended: @escaping () -> Void) {
        self.connection = connection
        loop = connection.loop
        self.isChunked = isChunked
        self.ended = ended
    }

    func begin(_ open: (ResponseStream) -> any ResponseStreamHandler) {
        handler = open(self)
    }

    /// Bytes that the kernel has not taken yet.
    public var queuedBytes: Int { connection.queuedBytes }

    /// Sends a frame's bytes as they are, at the end of this turn. After the end, nothing happens.
    public func send(_ frame: EncodedFrame) {
        loop.preconditionOnLoop()
        guard isOpen else { return }
        if isChunked { connection.send(.bytes(Array((String(frame.byteCount, radix: 16) + "\r\n").utf8))) }
        connection.send(.frame(frame))
        if isChunked { connection.send(.bytes(Self.lineEnd)) }
    }

    private static let lineEnd: [UInt8] = [0x0d, 0x0a]

    /// Completes the body. The handler is not told: whoever ends it knows.
    public func finish() {
        loop.preconditionOnLoop()
        guard isOpen else { return }
        isOpen = false
        handler = nil
        if isChunked { connection.send(.bytes(Array("0\r\n\r\n".utf8))) }
        let ended = ended
        self.ended = nil
        ended?()
    }

    /// Cuts the connection, with whatever waits: the peer takes too little of it.
    public func abort() {
        loop.preconditionOnLoop()
        guard isOpen else { return }
        isOpen = false
        handler = nil
        ended = nil
        connection.abort()
    }

    /// The connection is gone.
    func closed() {
        isOpen = false
        ended = nil
        let handler = handler
        self.handler = nil
        handler?.closed()
    }

    func stop() { handler?.stop() }
}

/// Who fills a ``ResponseStream``. Called on its loop.
public protocol ResponseStreamHandler: AnyObject {
    /// The peer is gone, or the connection was cut. Called once, last.
    func closed()
    /// The server stops: say the last word and ``ResponseStream/finish()``.
    func stop()
}

/// The head of an answer, and who makes its body piece by piece.
public struct StreamedResponse: Sendable {
    /// Added to what the server says of itself; the status is 200.
    public var headers: HeaderFields

    /// Called on the connection's loop once the head is queued.
    public var open: @Sendable (ResponseStream) -> any ResponseStreamHandler

    public init(
        headers: HeaderFields, open: @escaping @Sendable (ResponseStream) -> any ResponseStreamHandler
    ) {
        self.headers = headers
        self.open = open
    }
}

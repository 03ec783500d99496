import Crypto
public import WebProtocol

/// A WebSocket to a server, for programs: `udkast client`, checks.
///
///     let client = try WebSocketClient.connect(to: "ws://127.0.0.1:8080/sync/documents/maal-moebler", subprotocol: "udkast.1")
///     client.send(message)
///     for await event in client.events { … }
///
/// Every method may be called from any thread; what one thread sends keeps its order.
public final class WebSocketClient: Sendable {
    public enum Event: Hashable, Sendable {
        case text(String)
        case binary([UInt8])
        /// The last event. The code is the peer's; nil if it sent none or was lost.
        case closed(code: UInt16?)
    }

    /// Everything that comes in, in order. What nobody takes yet is kept.
    public let events: AsyncStream<Event>

    /// What the server chose.
    public let subprotocol: String?

    private let loop: EventLoop
    private let session: ClientSession

    /// Connects and shakes hands; waits meanwhile.
    ///
    /// - Parameters:
    ///   - url: `ws` or `wss` (or `http`, `https`).
    ///   - headers: Cookies, and Origin if it is to differ from the server's own.
    ///   - maximumMessageBytes: Of what the server sends.
    ///   - timeoutSeconds: For each step of the handshake.
    public static func connect(
        to url: String, headers: HeaderFields = [:], subprotocol: String? = nil, trust: ServerTrust = .system,
        maximumMessageBytes: Int = 64 * 1024 * 1024, timeoutSeconds: Int = 10
    ) throws(ClientError) -> WebSocketClient {
        let address = try WebAddress(url)
        let socket = try ClientSocket(address, trust: trust, timeoutSeconds: timeoutSeconds)
        let key = Base64.encode(SecureRandom.bytes(16))
        try socket.write(try handshake(address, headers, subprotocol, key))

        var parser = HTTPResponseParser()
        let (response, rest) = try HTTPClient.readResponse(socket, &parser)
        guard let head = response?.head else { throw .connectionLost }
        guard head.status == 101 else { throw .refused(status: head.status) }
        let chosen = head.fields.values(of: "sec-websocket-protocol")
        guard head.fields["upgrade"]?.lowercased() == "websocket", head.fields.tokens(of: "connection") == ["upgrade"],
            head.fields["sec-websocket-accept"] == webSocketAccept(WebSocketHandshake.challenge(for: key)),
            chosen.isEmpty || chosen == [subprotocol]
        else { throw .malformedResponse }

        let loop: EventLoop
        do throws(ServerError) {
            loop = try EventLoop(name: "client")
        } catch {
            throw .cannotConnect(host: address.host, port: address.port, reason: "\(error)")
        }
        let connection = Connection(
            transport: socket.release(), peerAddress: socket.peerAddress, loop: loop, shared: .forClients)
        return WebSocketClient(
            connection, subprotocol: chosen.first, maximumMessageBytes: maximumMessageBytes, rest: rest)
    }

    private init(_ connection: Connection, subprotocol: String?, maximumMessageBytes: Int, rest: [UInt8]) {
        self.subprotocol = subprotocol
        loop = connection.loop
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        self.events = events
        let session = ClientSession(connection, maximumMessageBytes: maximumMessageBytes, events: continuation)
        self.session = session
        loop.execute {
            connection.attach(session)
            var rest = rest
            if !rest.isEmpty { rest.withUnsafeMutableBytes { session.receive($0) } }
        }
    }

    public func send(_ message: [UInt8]) {
        loop.execute { [session] in session.send(.binary(message, mask: newMask())) }
    }

    public func send(text: String) {
        loop.execute { [session] in session.send(.text(text, mask: newMask())) }
    }

    /// Says goodbye; ``events`` ends when the server has too, or does not within some seconds.
    public func close(code: UInt16 = CloseCode.normal, reason: String = "") {
        loop.execute { [session] in session.close(code: code, reason: reason) }
    }

    private static func handshake(
        _ address: WebAddress, _ headers: HeaderFields, _ subprotocol: String?, _ key: String
    ) throws(ClientError) -> [UInt8] {
        var fields = headers
        guard let host = HeaderValue(address.authority), let keyValue = HeaderValue(key) else {
            throw .malformedAddress(address.authority)
        }
        fields.set("host", host)
        fields.set("upgrade", "websocket")
        fields.set("connection", "Upgrade")
        fields.set("sec-websocket-version", "13")
        fields.set("sec-websocket-key", keyValue)
        if !fields.contains("origin"), let origin = HeaderValue(address.origin) { fields.set("origin", origin) }
        if let subprotocol {
            guard HeaderName(subprotocol) != nil, let value = HeaderValue(subprotocol) else {
                throw .malformedAddress(subprotocol)
            }
            fields.set("sec-websocket-protocol", value)
        }
        return fields.requestHead("GET", address.target)
    }
}

/// A client masks each frame with a key that nobody can guess (RFC 6455, section 5.3).
private func newMask() -> UInt32 {
    SecureRandom.bytes(4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
}

/// The client's end of the conversation, on its loop.
private final class ClientSession: ConnectionProtocol, @unchecked Sendable {
    // Sendable because it is touched on its loop alone.

    /// A server that says nothing for this long is asked whether it is there, and given up after the second.
    private static let pingMilliseconds: Int64 = 15_000
    private static let silenceMilliseconds: Int64 = 40_000
    private static let closeMilliseconds: Int64 = 5_000

    private let connection: Connection
    private let events: AsyncStream<WebSocketClient.Event>.Continuation
    private var parser: WebSocketFrameParser
    private var closeDeadline: Int64?
    private var peerCode: UInt16?
    private var lastHeard = monotonicMilliseconds()
    private var lastPing = monotonicMilliseconds()

    init(
        _ connection: Connection, maximumMessageBytes: Int, events: AsyncStream<WebSocketClient.Event>.Continuation
    ) {
        self.connection = connection
        self.events = events
        parser = WebSocketFrameParser(role: .client, maximumMessageBytes: maximumMessageBytes)
    }

    func send(_ frame: EncodedFrame) {
        if closeDeadline == nil { connection.send(.frame(frame)) }
    }

    func close(code: UInt16?, reason: String = "") {
        guard closeDeadline == nil else { return }
        connection.send(.frame(.close(code: code, reason: reason, mask: newMask())))
        closeDeadline = connection.loop.now + Self.closeMilliseconds
    }

    override func receive(_ bytes: UnsafeMutableRawBufferPointer) {
        lastHeard = connection.loop.now
        var offset = 0
        do throws(WebSocketViolation) {
            while connection.isOpen, let event = try parser.next(bytes, at: &offset) { handle(event) }
        } catch {
            close(code: error.closeCode)
            connection.closeAfterFlush()
        }
    }

    private func handle(_ event: WebSocketFrameParser.Event) {
        switch event {
        case .message(let bytes, isText: true): events.yield(.text(String(decoding: bytes, as: UTF8.self)))
        case .message(let bytes, isText: false): events.yield(.binary(Array(bytes)))
        case .ping(let payload): send(.pong(payload, mask: newMask()))
        case .pong: break
        case .close(let code):
            peerCode = code
            close(code: code)
            connection.closeAfterFlush()
        }
    }

    override func peerFinished() { connection.abort() }

    override func tick() {
        let now = connection.loop.now
        if let closeDeadline {
            if now >= closeDeadline { connection.abort() }
        } else if now - lastHeard >= Self.silenceMilliseconds {
            connection.abort()
        } else if now - max(lastHeard, lastPing) >= Self.pingMilliseconds {
            lastPing = now
            send(.ping(UnsafeRawBufferPointer(start: nil, count: 0), mask: newMask()))
        }
    }

    override func closed() {
        events.yield(.closed(code: peerCode))
        events.finish()
        connection.loop.stop()
    }
}

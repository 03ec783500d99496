public import WebProtocol

/// An answer that is complete. The server adds Date, Content-Length and Connection.
public struct Response: Sendable {
    /// 200 to 599.
    public var status: Int
    public var headers: HeaderFields
    public var body: [UInt8]

    /// Whether the peer has shown who it is: its connection no longer counts among the strangers of its address, see
    /// ``ServerLimits/strangersPerAddress``. A WebSocket that was accepted never does.
    public var isForKnownPeer = false

    public init(status: Int = 200, headers: HeaderFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Text in UTF-8.
    public static func text(_ text: String, status: Int = 200) -> Response {
        Response(status: status, headers: ["content-type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    public static func html(_ html: String, status: Int = 200) -> Response {
        Response(status: status, headers: ["content-type": "text/html; charset=utf-8"], body: Array(html.utf8))
    }

    /// Sends the browser to another page of ours, to be fetched by GET.
    ///
    /// - Parameter target: Path and query. Characters that a field cannot hold are percent-encoded.
    public static func redirect(to target: String, status: Int = 303) -> Response {
        var headers = HeaderFields()
        let encoded = target.unicodeScalars.map { scalar in
            (0x21...0x7e).contains(scalar.value) ? String(scalar) : PercentEncoding.encode(String(scalar))
        }.joined()
        if let location = HeaderValue(encoded) { headers.append("location", location) }
        return Response(status: status, headers: headers)
    }
}

/// What the server does about a request.
public enum Reply: Sendable {
    case response(Response)
    /// An answer to a GET that is made while it is sent.
    case stream(StreamedResponse)
    /// Goes on as a WebSocket, if the client asked for one rightly; otherwise it is told what it should have asked.
    case webSocket(WebSocketUpgrade)
}

/// When the reply is there.
public enum Handling: Sendable {
    case now(Reply)
    /// Once the work is done, on a task of its own. Later requests of the connection wait, so answers keep their order.
    case later(@Sendable () async -> Reply)
}

/// Decides about each request. Called on the connection's loop, so it must not wait for anything.
public typealias RequestHandler = @Sendable (Request) -> Handling

/// How a connection goes on after the handshake.
public struct WebSocketUpgrade: Sendable {
    /// One of those that the client offered, or nil.
    public var subprotocol: String?

    /// Where the connection lives from then on; nil for where it is.
    public var loop: EventLoop?

    /// Of one message; a larger one closes the connection with 1009.
    public var maximumMessageBytes: Int

    /// Added to the response of the handshake.
    public var responseHeaders: HeaderFields

    /// Makes what receives the messages. Called on the loop where the connection lives, before any message.
    public var open: @Sendable (WebSocketConnection) -> any WebSocketHandler

    public init(
        subprotocol: String? = nil, loop: EventLoop? = nil, maximumMessageBytes: Int = 256 * 1024,
        responseHeaders: HeaderFields = [:], open: @escaping @Sendable (WebSocketConnection) -> any WebSocketHandler
    ) {
        self.subprotocol = subprotocol
        self.loop = loop
        self.maximumMessageBytes = maximumMessageBytes
        self.responseHeaders = responseHeaders
        self.open = open
    }
}

/// What one WebSocket is for. Called on the connection's loop.
public protocol WebSocketHandler: AnyObject {
    /// - Parameter message: Good until the method returns. Text is valid UTF-8.
    func received(_ message: UnsafeRawBufferPointer, isText: Bool)

    /// The connection is over; called once, last.
    ///
    /// - Parameter code: From the peer's close frame; nil if it sent an empty one or none.
    func closed(code: UInt16?)
}

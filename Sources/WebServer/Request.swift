public import WebProtocol

/// A request that has come in whole.
public struct Request: Sendable {
    public let head: RequestHead
    public let body: [UInt8]

    /// Percent-decoded; begins with `/`, holds no `.` or `..` segments.
    public let path: String

    /// The decoded pairs of the query in order.
    public let query: [(name: String, value: String)]

    /// The number of the visitor's address; of the proxy's if one stands before us that is not trusted.
    public let peerAddress: String

    /// Whether the visitor's browser talks over TLS, to us or to a trusted proxy.
    public let isSecure: Bool

    private let forwardedAuthority: String?

    init(head: RequestHead, target: RequestTarget, body: [UInt8], visitor: Visitor) {
        self.head = head
        self.body = body
        path = target.path
        query = target.query
        peerAddress = visitor.address
        isSecure = visitor.isSecure
        forwardedAuthority = visitor.authority
    }

    public var method: String { head.method }

    /// Path and query as sent.
    public var rawTarget: String { head.target }

    public var headers: HeaderFields { head.fields }

    /// Host, and port if given, that the request is for, in lower case.
    public var authority: String { forwardedAuthority ?? head.authority ?? "" }

    /// The host alone; a number of IPv6 in its brackets.
    var host: Substring {
        let authority = authority
        guard authority.hasPrefix("[") else { return authority.prefix { $0 != ":" } }
        return authority.firstIndex(of: "]").map { authority[...$0] } ?? ""
    }

    /// Whether a program on this machine asked, and not a proxy on behalf of another.
    public var isLoopback: Bool {
        guard !headers.contains("forwarded"), !headers.contains("x-forwarded-for") else { return false }
        return peerAddress == "::1" || peerAddress.hasPrefix("127.")
    }

    /// Whether the client asks to go on as a WebSocket.
    public var asksForWebSocket: Bool { head.asksForWebSocket }

    /// What a WebSocket client offers, in its order of preference.
    public var webSocketSubprotocols: [String] {
        (try? WebSocketHandshake(head))?.subprotocols ?? []
    }

    /// The value of the first pair of that name in the query.
    public func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// The value of a cookie; nil if it is absent or there twice.
    public func cookie(_ name: String) -> String? {
        Cookies.value(of: name, in: headers)
    }

    /// The pairs of an urlencoded form in order.
    ///
    /// - Throws: ``FormError`` if the body is something else or has too many pairs.
    public func form() throws(FormError) -> [(name: String, value: String)] {
        let type = headers["content-type"]?.prefix { $0 != ";" } ?? ""
        guard type.lowercased().trimmingSuffix(" ") == "application/x-www-form-urlencoded" else { throw .notAForm }
        guard body.count(where: { $0 == UInt8(ascii: "&") }) < FormError.maximumPairCount else { throw .tooManyPairs }
        return FormEncoding.decode(body)
    }

    /// Whether the page that made this request may: its Origin is ours or one of `allowed`.
    ///
    /// Without Origin the browser's own word counts (`Sec-Fetch-Site`), and a client that sends neither is no browser,
    /// so nobody else's login can be abused through it.
    public func hasAllowedOrigin(_ allowed: [String] = []) -> Bool {
        let origins = headers.values(of: "origin")
        guard origins.count <= 1 else { return false }
        guard let origin = origins.first?.lowercased() else {
            guard let site = headers["sec-fetch-site"] else { return true }
            return site == "same-origin" || site == "none"
        }
        if allowed.contains(where: { $0.lowercased() == origin }) { return true }
        return origin == "https://\(authority)" || (!isSecure && origin == "http://\(authority)")
    }
}

/// Why a body is not a form, and with which status to answer.
public enum FormError: Error, Hashable, Sendable {
    case notAForm
    case tooManyPairs

    /// More than any form of ours has fields.
    static let maximumPairCount = 2_000

    public var status: Int {
        switch self {
        case .notAForm: 415
        case .tooManyPairs: 413
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> Substring {
        var text = self[...]
        while text.last == suffix { text.removeLast() }
        return text
    }
}

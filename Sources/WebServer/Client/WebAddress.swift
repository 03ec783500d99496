/// Where a server is and what to ask it for: `http`, `https`, `ws` or `wss`.
public struct WebAddress: Hashable, Sendable {
    public let isSecure: Bool
    /// Without the brackets of an IPv6 address.
    public let host: String
    public let port: Int
    /// Path and query, beginning with `/`.
    public let target: String

    public init(_ text: String) throws(ClientError) {
        guard let scheme = text.firstRange(of: "://") else { throw .malformedAddress(text) }
        switch text[..<scheme.lowerBound].lowercased() {
        case "http", "ws": isSecure = false
        case "https", "wss": isSecure = true
        default: throw .malformedAddress(text)
        }
        let rest = text[scheme.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var authority = rest[..<end]
        let tail = rest[end...].prefix { $0 != "#" }
        guard tail.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .malformedAddress(text) }
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail

        var port = isSecure ? 443 : 80
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
                throw .malformedAddress(text)
            }
            port = Int(number)
            authority = authority[..<colon]
        }
        self.port = port
        if authority.hasPrefix("["), authority.hasSuffix("]") { authority = authority.dropFirst().dropLast() }
        guard !authority.isEmpty, authority.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "@") })
        else { throw .malformedAddress(text) }
        host = String(authority)
    }

    /// The value of Host: the port is left out where it is the scheme's own.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The value of Origin for a client that is no page.
    public var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }
}

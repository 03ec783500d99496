/// The server's side of the opening handshake (RFC 6455, section 4.2), held against the head of the request.
public struct WebSocketHandshake: Hashable, Sendable {
    /// Why an upgrade is refused, and with which status.
    public enum Refusal: Error, Hashable, Sendable {
        /// Not GET over HTTP/1.1 with `Upgrade: websocket` and `Connection: Upgrade`, or with a body.
        case notAnUpgrade
        /// Not 16 bytes in base64, absent, or there twice.
        case malformedKey
        /// Not version 13; the answer says which we speak (section 4.4).
        case unsupportedVersion

        public var status: Int {
            switch self {
            case .notAnUpgrade, .unsupportedVersion: 426
            case .malformedKey: 400
            }
        }
    }

    /// The client's key followed by the protocol's own: its SHA-1 in base64 is the value of Sec-WebSocket-Accept
    /// (section 4.2.2). The caller hashes, for this module owns no cryptography.
    public let challenge: [UInt8]

    /// What the client offers, in its order of preference; names keep their case.
    public let subprotocols: [String]

    public init(_ head: RequestHead) throws(Refusal) {
        guard head.method == "GET", head.minorVersion == 1, head.asksForWebSocket, head.bodyLength == .bytes(0) else {
            throw .notAnUpgrade
        }
        guard head.fields.values(of: "sec-websocket-version") == ["13"] else { throw .unsupportedVersion }
        let keys = head.fields.values(of: "sec-websocket-key")
        guard keys.count == 1, Self.isKey(keys[0]) else { throw .malformedKey }
        challenge = Self.challenge(for: keys[0])
        subprotocols = head.fields.values(of: "sec-websocket-protocol").flatMap { list in
            list.split(separator: ",").map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
        }
    }

    /// What both ends hash (section 4.2.2).
    public static func challenge(for key: String) -> [UInt8] {
        Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
    }

    /// 22 digits of base64 and two paddings are 16 bytes; the last digit has four unused bits.
    private static func isKey(_ key: String) -> Bool {
        let digits = Array(key.utf8)
        guard digits.count == 24, digits[22] == UInt8(ascii: "="), digits[23] == UInt8(ascii: "=") else { return false }
        return digits[..<22].allSatisfy { digit in
            digit.isDigit || digit.lowercased &- 0x61 < 26 || digit == UInt8(ascii: "+") || digit == UInt8(ascii: "/")
        }
    }
}

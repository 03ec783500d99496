import Testing
import WebProtocol

@Suite struct WebSocketHandshakeTests {
    static let fields = [
        "Host: a", "Upgrade: websocket", "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    ]

    private func handshake(_ line: String, _ fields: [String]) throws -> WebSocketHandshake {
        let parsed = ParsedRequests("\(line)\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n")
        return try WebSocketHandshake(try #require(parsed.requests.first).head)
    }

    @Test func `a handshake names the key and what is offered`() throws {
        let offer = ["Sec-WebSocket-Protocol: udkast.1, Other", "Sec-WebSocket-Protocol: third"]
        let handshake = try handshake("GET / HTTP/1.1", Self.fields + offer)

        #expect(handshake.subprotocols == ["udkast.1", "Other", "third"])
        #expect(
            String(decoding: handshake.challenge, as: UTF8.self)
                == "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    }

    @Test(arguments: [
        ("POST / HTTP/1.1", "", WebSocketHandshake.Refusal.notAnUpgrade), ("GET / HTTP/1.0", "", .notAnUpgrade),
        ("GET / HTTP/1.1", "Upgrade: h2c", .notAnUpgrade), ("GET / HTTP/1.1", "Connection: close", .notAnUpgrade),
        ("GET / HTTP/1.1", "Sec-WebSocket-Version: 12", .unsupportedVersion),
        ("GET / HTTP/1.1", "Sec-WebSocket-Version: 13, 8", .unsupportedVersion),
        ("GET / HTTP/1.1", "Sec-WebSocket-Version:", .unsupportedVersion),
        ("GET / HTTP/1.1", "Sec-WebSocket-Key:", .malformedKey),
        ("GET / HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=", .malformedKey),
        ("GET / HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j*Q==", .malformedKey),
        ("GET / HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWE=", .malformedKey),
    ])
    func `a handshake that lacks something is refused`(
        line: String, field: String, refusal: WebSocketHandshake.Refusal
    ) {
        let name = field.prefix { $0 != ":" }
        let fields = Self.fields.filter { field.isEmpty || !$0.hasPrefix(name + ":") } + (field.isEmpty ? [] : [field])

        #expect(throws: refusal) { try handshake(line, fields) }
    }

    @Test(arguments: 1..<5)
    func `each field is needed`(index: Int) {
        var fields = Self.fields
        fields.remove(at: index)

        #expect(throws: WebSocketHandshake.Refusal.self) { try handshake("GET / HTTP/1.1", fields) }
    }

    @Test func `a key that is there twice is refused`() {
        #expect(throws: WebSocketHandshake.Refusal.malformedKey) {
            try handshake("GET / HTTP/1.1", Self.fields + ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="])
        }
    }

    @Test func `a body behind a handshake is refused`() {
        #expect(throws: WebSocketHandshake.Refusal.notAnUpgrade) {
            try handshake("GET / HTTP/1.1", Self.fields + ["Content-Length: 1"])
        }
    }
}

import Foundation
import TestSupport
import Testing
import WebProtocol
import WebServer

@Suite(.timeLimit(.minutes(1))) struct WebSocketServerTests {
    @Test(arguments: ["/echo", "/moved", "/later"])
    func `a message comes back`(path: String) async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send(Handshake.request(path))
            let response = try client.readResponse(isHead: true)
            #expect(response.status == 101)
            #expect(response["sec-websocket-accept"] == Handshake.accept)
            client.send(masked(0x81, Array("rødgrød".utf8)))

            #expect(try client.read(exactly: 11) == [0x81, 9] + Array("rødgrød".utf8))
        }
    }

    @Test(arguments: ["/echo", "/moved", "/later"])
    func `frames that come with the handshake are not lost`(path: String) async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send(Array(Handshake.request(path).utf8) + masked(0x82, [1]) + masked(0x82, [2]).prefix(3))
            client.send(Array(masked(0x82, [2]).dropFirst(3)))

            #expect(try client.readResponse(isHead: true).status == 101)
            #expect(try client.read(exactly: 6) == [0x82, 1, 1, 0x82, 1, 2])
        }
    }

    @Test func `the chosen subprotocol is named, and none if none is offered`() async throws {
        try await offPool {
            let server = try TestServer()
            for (field, chosen) in [("Sec-WebSocket-Protocol: other, udkast.1\r\n", "udkast.1"), ("", nil)] {
                let client = try RawClient(port: server.port)
                client.send(Handshake.request("/later", fields: field))
                #expect(try client.readResponse(isHead: true)["sec-websocket-protocol"] == chosen)
            }
        }
    }

    @Test(arguments: [
        ("Origin: http://localhost\r\n", 101), ("Origin: HTTP://LOCALHOST\r\n", 101),
        ("Origin: https://localhost\r\n", 101),
        ("Origin: https://udkast.example\r\n", 101), ("", 101), ("Sec-Fetch-Site: same-origin\r\n", 101),
        ("Origin: http://localhost:81\r\n", 403), ("Origin: http://localhost.evil\r\n", 403), ("Origin: null\r\n", 403),
        ("Origin:\r\n", 403), ("Origin: https://udkast.example.evil\r\n", 403), ("Origin: localhost\r\n", 403),
        ("Origin: http://evil, http://localhost\r\n", 403), ("Sec-Fetch-Site: cross-site\r\n", 403),
        ("Sec-Fetch-Site: same-site\r\n", 403),
    ])
    func `only pages of ours may open a socket`(field: String, status: Int) async throws {
        try await offPool {
            let server = try TestServer { $0.allowedOrigins = ["https://udkast.example"] }
            let client = try RawClient(port: server.port)

            client.send(Handshake.request("/echo", fields: field))

            #expect(try client.readResponse(isHead: true).status == status)
        }
    }

    // MARK: Violations

    /// Frames that end a connection, and the code it is told.
    static let violations: [(name: String, frames: [UInt8], code: UInt16)] = [
        ("not masked", [0x81, 1, 65], 1002), ("RSV1", masked(0xc1, []), 1002), ("RSV3", masked(0x91, []), 1002),
        ("opcode 3", masked(0x83, []), 1002), ("opcode 15", masked(0x8f, []), 1002),
        ("a ping in pieces", masked(0x09, []), 1002),
        ("a ping of 126 bytes", masked(0x89, Array(repeating: 0, count: 126)), 1002),
        ("nothing to continue", masked(0x80, []), 1002),
        ("an interrupted message", masked(0x01, []) + masked(0x81, []), 1002),
        ("a length with its top bit", [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 1002),
        ("a length in too many bytes", [0x82, 0xfe, 0, 5, 1, 2, 3, 4], 1002),
        ("a close of one byte", masked(0x88, [3]), 1002), ("code 999", masked(0x88, [0x03, 0xe7]), 1002),
        ("code 1004", masked(0x88, [0x03, 0xec]), 1002), ("code 1005", masked(0x88, [0x03, 0xed]), 1002),
        ("code 1006", masked(0x88, [0x03, 0xee]), 1002), ("code 1015", masked(0x88, [0x03, 0xf7]), 1002),
        ("code 1016", masked(0x88, [0x03, 0xf8]), 1002), ("code 2999", masked(0x88, [0x0b, 0xb7]), 1002),
        ("code 5000", masked(0x88, [0x13, 0x88]), 1002),
        ("a reason that is not UTF-8", masked(0x88, [0x03, 0xe8, 0xff]), 1007),
        ("text that is not UTF-8", masked(0x81, [0xc0, 0xaf]), 1007),
        ("a surrogate", masked(0x81, [0xed, 0xa0, 0x80]), 1007),
        ("text that ends early", masked(0x01, [0xc3]) + masked(0x80, []), 1007),
        ("a message over the limit", [0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1, 1, 2, 3, 4], 1009),
        ("an absurd message", [0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4], 1009),
    ]

    @Test func `a violation is told its code and others notice nothing`() async throws {
        try await offPool {
            let server = try TestServer()
            let other = try RawClient(port: server.port)
            other.send(Handshake.request("/echo"))
            _ = try other.readResponse(isHead: true)

            for (name, frames, code) in Self.violations {
                let client = try RawClient(port: server.port)
                client.send(Handshake.request("/echo"))
                _ = try client.readResponse(isHead: true)
                client.send(frames)

                #expect(try client.read(exactly: 4) == [0x88, 2, UInt8(code >> 8), UInt8(code & 255)], "\(name)")
                #expect(try client.read().isEmpty, "\(name)")
                other.send(masked(0x82, [7]))
                #expect(try other.read(exactly: 3) == [0x82, 1, 7], "\(name)")
            }
        }
    }

    @Test(arguments: [[], [0x03, 0xe8], [0x03, 0xe9] + Array("Farvel".utf8), [0x0f, 0xa0]] as [[UInt8]])
    func `a close is answered with its code and the connection ends`(payload: [UInt8]) async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)
            client.send(Handshake.request("/echo"))
            _ = try client.readResponse(isHead: true)

            client.send(masked(0x88, payload) + masked(0x82, [1]))

            let code = Array(payload.prefix(2))
            #expect(try client.read(exactly: 2 + code.count) == [0x88, UInt8(code.count)] + code)
            #expect(try client.read().isEmpty)
        }
    }

    @Test func `a ping is answered in the middle of a fragmented message`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)
            client.send(Handshake.request("/echo"))
            _ = try client.readResponse(isHead: true)

            client.send(masked(0x01, [65]) + masked(0x89, [1, 2]) + masked(0x80, [66]))

            #expect(try client.read(exactly: 8) == [0x8a, 2, 1, 2, 0x81, 2, 65, 66])
        }
    }

    // MARK: Time and backpressure

    @Test func `a silent peer is pinged, and one that does not answer is cut off`() async throws {
        try await offPool {
            let server = try TestServer {
                $0.limits.pingMilliseconds = 900
                $0.limits.silenceMilliseconds = 2_500
            }
            let client = try RawClient(port: server.port)
            client.send(Handshake.request("/echo"))
            _ = try client.readResponse(isHead: true)

            #expect(try client.read(exactly: 2) == [0x89, 0])
            let rest = try client.readToEnd()
            #expect(rest.isEmpty || rest == [0x89, 0])
            while server.server.connectionCount > 0 { usleep(1_000) }
        }
    }

    @Test func `a reader that does not read is closed, its memory is bounded, and others go on`() async throws {
        try await offPool {
            let server = try TestServer {
                $0.limits.webSocketQueueBytes = 256 * 1024
                $0.limits.closeMilliseconds = 500
            }
            let slow = try RawClient(port: server.port)
            let writer = try RawClient(port: server.port)
            let reader = try RawClient(port: server.port)
            for client in [slow, writer, reader] {
                client.send(Handshake.request("/room"))
                _ = try client.readResponse(isHead: true)
            }
            let payload = [UInt8](repeating: 1, count: 60_000)

            for _ in 0..<200 {
                writer.send(masked(0x82, payload))
                #expect(try reader.read(exactly: payload.count + 4).count == payload.count + 4)
            }
            while server.server.connectionCount > 2 { usleep(10_000) }

            // What had begun comes whole, then the reason; nothing is cut in the middle.
            let bytes = try slow.readToEnd()
            let frames = bytes.count / (payload.count + 4)
            #expect(frames < 200)
        }
    }

    @Test func `a slow reader that wakes up is told 1013 behind whole frames`() async throws {
        try await offPool {
            let server = try TestServer { $0.limits.webSocketQueueBytes = 256 * 1024 }
            let client = try RawClient(port: server.port)
            client.send(Handshake.request("/flood"))
            _ = try client.readResponse(isHead: true)

            for _ in 0..<40 { client.send(masked(0x82, [1])) }
            usleep(100_000)
            let bytes = try client.readToEnd()

            let reason = Array("slow reader".utf8)
            let last: [UInt8] = [0x88, UInt8(2 + reason.count), 0x03, 0xf5] + reason
            #expect(Array(bytes.suffix(last.count)) == last)
            #expect((bytes.count - last.count) % (10 + 1 << 20) == 0)
            #expect(bytes.count < 40 << 20)
        }
    }

    @Test(arguments: Seeds.first(5))
    func `random bytes never take the server down`(seed: UInt64) async throws {
        try await offPool {
            var generator = SeededGenerator(seed: seed)
            let server = try TestServer()
            for _ in 0..<40 {
                let client = try RawClient(port: server.port, timeout: 3)
                let upgrades = generator.oneIn(2)
                if upgrades { client.send(Handshake.request("/echo")) }
                client.send(
                    (0..<Int.random(in: 1...2_000, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    })
                client.finishSending()
                _ = try client.readToEnd()
            }
            try expectHealthy(server)
        }
    }
}

enum Handshake {
    /// RFC 6455, section 1.3.
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    static func request(_ path: String, fields: String = "", host: String = "localhost") -> String {
        "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: 13\r\n\(fields)\r\n"
    }
}

/// A client's frame of at most 65,535 bytes.
func masked(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let key: [UInt8] = [1, 2, 3, 4]
    let length: [UInt8] =
        payload.count < 126
        ? [0x80 | UInt8(payload.count)] : [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    return [first] + length + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
}

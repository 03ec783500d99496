import Testing
import WebProtocol
import WebServer

/// Answers that go on while they are sent.
@Suite(.timeLimit(.minutes(1))) struct StreamedResponseTests {
    @Test func `each piece goes out when it is there, in a chunk of its own`() async throws {
        try await offPool { () throws in
            let server = try TestServer { $0.loopCount = 1 }
            let client = try RawClient(port: server.port)

            client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try client.readResponse(isHead: true)
            #expect(head.status == 200)
            #expect(head["transfer-encoding"] == "chunked")
            #expect(head["content-length"] == nil)
            for count in 1...3 as ClosedRange<UInt8> {
                #expect(try client.read(exactly: 8) == Array("3\r\n".utf8) + [0x82, 1, count] + Array("\r\n".utf8))
            }
        }
    }

    @Test func `a peer of HTTP 1 0 reads until the end`() async throws {
        try await offPool { () throws in
            let server = try TestServer { $0.loopCount = 1 }
            let client = try RawClient(port: server.port)

            client.send("GET /stream HTTP/1.0\r\n\r\n")
            let head = try client.readResponse(isHead: true)
            #expect(head["transfer-encoding"] == nil)
            #expect(head["connection"] == "close")
            #expect(try client.read(exactly: 9) == [0x82, 1, 1, 0x82, 1, 2, 0x82, 1, 3])
        }
    }

    @Test func `a peer that goes is noticed at once`() async throws {
        try await offPool { () throws in
            let server = try TestServer { $0.loopCount = 1 }
            for _ in 0..<3 {
                let client = try RawClient(port: server.port)
                client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try client.readResponse(isHead: true)
                client.finishSending()
                _ = try client.readToEnd()
            }
            let client = try RawClient(port: server.port)
            client.send("GET /ended HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.readResponse().body == Array("3".utf8))
        }
    }

    @Test func `a stopping server lets the last word be said`() async throws {
        let server = try TestServer { $0.loopCount = 1 }
        let client = try await offPool {
            let client = try RawClient(port: server.port)
            client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.readResponse(isHead: true)
            _ = try client.read(exactly: 24)
            return client
        }

        await server.server.stop(graceMilliseconds: 2_000)

        try await offPool { () throws in
            #expect(
                try client.readToEnd() == Array("4\r\n".utf8) + [0x88, 2, 0x03, 0xe9] + Array("\r\n0\r\n\r\n".utf8))
        }
    }

    @Test func `a head has no body to stream into`() async throws {
        try await offPool { () throws in
            let server = try TestServer { $0.loopCount = 1 }
            let client = try RawClient(port: server.port)
            client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.readResponse(isHead: true).status == 405)
        }
    }
}

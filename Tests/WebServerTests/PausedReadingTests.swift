import Testing
import WebProtocol
import WebServer

/// Slowing a peer down loses nothing, and a large answer may wait for a slow line.
@Suite(.timeLimit(.minutes(1))) struct PausedReadingTests {
    @Test func `what comes while reading is paused is read afterwards, in order`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)
            client.send(Array(Handshake.request("/paced").utf8) + masked(0x82, [0]) + masked(0x82, [1]))
            #expect(try client.readResponse(isHead: true).status == 101)

            client.send((2..<200).flatMap { masked(0x82, [UInt8($0)]) })

            #expect(try client.read(exactly: 600) == (0..<200).flatMap { [0x82, 1, UInt8($0)] })
        }
    }

    @Test func `a close behind a pause is still heard`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)
            client.send(Handshake.request("/paced"))
            _ = try client.readResponse(isHead: true)

            client.send(masked(0x82, [7]) + masked(0x88, [0x03, 0xe8]))

            #expect(try client.read(exactly: 7) == [0x82, 1, 7, 0x88, 2, 0x03, 0xe8])
        }
    }

    @Test func `a large answer waits for a slow reader, and what is sent behind it has its own bound`() async throws {
        try await offPool {
            let server = try TestServer { $0.limits.webSocketQueueBytes = 64 * 1024 }
            let client = try RawClient(port: server.port)
            client.send(Handshake.request("/large"))
            _ = try client.readResponse(isHead: true)

            client.send(masked(0x82, [1]))
            client.send(masked(0x82, [2]))

            // 16 parts of a megabyte, then one byte.
            for _ in 0..<16 { #expect(try client.read(exactly: 10 + 1 << 20).count == 10 + 1 << 20) }
            #expect(try client.read(exactly: 3) == [0x82, 1, 2])
        }
    }
}

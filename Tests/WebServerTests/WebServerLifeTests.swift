import Foundation
import Testing
import WebProtocol
import WebServer

@Suite(.timeLimit(.minutes(1))) struct WebServerLifeTests {
    @Test func `a port in use is an error with a sentence`() throws {
        let first = try TestServer()

        #expect(throws: ServerError.addressInUse(host: "127.0.0.1", port: first.port)) {
            try TestServer { $0.port = first.port }
        }
        #expect(
            "\(ServerError.addressInUse(host: "127.0.0.1", port: 80))".hasPrefix("Porten 80 på 127.0.0.1 er i brug"))
    }

    @Test func `an address that is not this machine's is an error`() {
        #expect(throws: ServerError.addressNotAvailable(host: "192.0.2.1")) { try TestServer { $0.host = "192.0.2.1" } }
        #expect(throws: ServerError.addressNotAvailable(host: "no such host")) {
            try TestServer { $0.host = "no such host" }
        }
    }

    @Test func `a port can be used again at once`() async throws {
        let first = try TestServer()
        let port = first.port
        try await offPool { try expectHealthy(first) }
        await first.server.stop()
        await first.server.stop()

        let second = try TestServer { $0.port = port }
        try await offPool { try expectHealthy(second) }
    }

    @Test func `stopping answers what is under way, says 1001 to sockets, and takes no more`() async throws {
        let server = try TestServer()
        let (slow, socket, idle) = try await offPool {
            let slow = try RawClient(port: server.port)
            let socket = try RawClient(port: server.port)
            let idle = try RawClient(port: server.port)
            idle.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try idle.readResponse()
            socket.send(Handshake.request("/echo"))
            _ = try socket.readResponse(isHead: true)
            slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            // Its request must be in before the server stops.
            while server.server.connectionCount < 3 { usleep(1_000) }
            usleep(20_000)
            return (slow, socket, idle)
        }

        async let stopped: Void = server.server.stop(graceMilliseconds: 3_000)
        try await offPool { () throws in
            #expect(try slow.readResponse().text == "slow")
            #expect(try idle.read().isEmpty)
            #expect(try socket.read(exactly: 4) == [0x88, 2, 0x03, 0xe9])
            socket.send(masked(0x88, [0x03, 0xe9]))
            #expect(try socket.read().isEmpty)
            slow.close()
        }
        await stopped

        #expect(server.server.connectionCount == 0)
        #expect(throws: RawClient.Failure.self) { try RawClient(port: server.port) }
    }

    @Test func `peers that do not answer are cut off when the grace is over`() async throws {
        let server = try TestServer()
        let socket = try await offPool {
            let socket = try RawClient(port: server.port)
            socket.send(Handshake.request("/echo"))
            _ = try socket.readResponse(isHead: true)
            return socket
        }
        let start = ContinuousClock.now

        await server.server.stop(graceMilliseconds: 200)

        // Long for a busy machine, short beside all else that would end the connection.
        #expect(ContinuousClock.now - start < .seconds(15))
        #expect(server.server.connectionCount == 0)
        socket.close()
    }

    // MARK: Loops

    @Test func `an actor that lives on a loop is entered from it without a hop`() async throws {
        let loop = try EventLoop(name: "test")
        let counter = LoopCounter(loop: loop)

        await withCheckedContinuation { continuation in
            loop.execute {
                counter.assumeIsolated { $0.count += 1 }
                continuation.resume()
            }
        }

        #expect(await counter.increment() == 2)
        loop.stop()
    }

    @Test func `timers run in the order of their times and not when cancelled`() async throws {
        let loop = try EventLoop(name: "test")

        let order = await withCheckedContinuation { continuation in
            loop.execute {
                var order: [Int] = []
                for delay in [30, 10, 20] {
                    loop.schedule(afterMilliseconds: Int64(delay)) { order.append(delay) }
                }
                loop.schedule(afterMilliseconds: 15) { order.append(15) }.cancel()
                loop.schedule(afterMilliseconds: 40) { continuation.resume(returning: order) }
            }
        }

        #expect(order == [10, 20, 30])
        loop.stop()
    }

    @Test func `work from other threads runs in order`() async throws {
        let loop = try EventLoop(name: "test")
        let counter = LoopCounter(loop: loop)

        for number in 0..<10_000 {
            loop.execute { counter.assumeIsolated { if $0.count == number { $0.count += 1 } } }
        }

        #expect(await counter.increment() == 10_001)
        loop.stop()
    }
}

private actor LoopCounter {
    private let loop: EventLoop
    var count = 0

    init(loop: EventLoop) {
        self.loop = loop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    func increment() -> Int {
        count += 1
        return count
    }
}

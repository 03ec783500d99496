import Foundation
import Testing
import WebProtocol
import WebServer

@Suite(.timeLimit(.minutes(1))) struct HTTPServerTests {
    @Test func `a request is answered with a date and a length, and the connection stays`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            for _ in 0..<3 {
                client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                let response = try client.readResponse()

                #expect(response.status == 200)
                #expect(response.text == "Hello, world!")
                #expect(response["content-length"] == "13")
                #expect(response["date"]?.hasSuffix(" GMT") == true)
                #expect(response["connection"] == nil)
            }
        }
    }

    @Test func `answers keep the order of pipelined requests although one takes its time`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send(
                "GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\næ!GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"
            )

            #expect(try (0..<4).map { _ in try client.readResponse().text } == ["slow", "Hello, world!", "æ!", "slow"])
        }
    }

    @Test func `HEAD gets the head of GET and nothing else`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(try client.readResponse(isHead: true)["content-length"] == "13")
            #expect(try client.readResponse().text == "Hello, world!")
        }
    }

    @Test func `a response without a body has no length`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n")

            let response = try client.readResponse()
            #expect(response.status == 204)
            #expect(response["content-length"] == nil)
        }
    }

    @Test(arguments: [
        ("HTTP/1.1", "Connection: close\r\n", "close"), ("HTTP/1.0", "", "close"),
        ("HTTP/1.0", "Connection: keep-alive\r\n", "keep-alive"),
    ])
    func `the connection ends when the client says so`(version: String, field: String, option: String) async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send("GET /hello \(version)\r\nHost: a\r\n\(field)\r\n")

            #expect(try client.readResponse()["connection"] == option)
            if option == "close" { #expect(try client.read().isEmpty) }
        }
    }

    @Test func `a client that has shut its side still gets its answers`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            client.finishSending()

            #expect(try client.readResponse().text == "slow")
            #expect(try client.readResponse().text == "Hello, world!")
            #expect(try client.read().isEmpty)
        }
    }

    @Test func `a client that waits for 100 Continue is told to go on`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.readResponse().status == 100)
            client.send("body")

            #expect(try client.readResponse().text == "body")
        }
    }

    @Test func `a client that waits to send too much is refused before it does`() async throws {
        try await offPool {
            let server = try TestServer { $0.bodyLimit = { $0.target == "/echo" ? 10 : 0 } }
            let client = try RawClient(port: server.port)

            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")

            #expect(try client.readResponse().status == 413)
        }
    }

    @Test func `a large answer comes whole to a client that reads slowly`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)
            let count = 20_000_000

            client.send("GET /big?bytes=\(count) HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(try client.readResponse().body.count == count)
            #expect(try client.readResponse().text == "Hello, world!")
        }
    }

    @Test func `a client that asks much and reads nothing is made to wait`() async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            // 64 MB of answers, which the server must not make before they are read.
            for _ in 0..<64 { client.send("GET /big?bytes=1000000 HTTP/1.1\r\nHost: a\r\n\r\n") }
            try expectHealthy(server)

            for _ in 0..<64 { #expect(try client.readResponse().body.count == 1_000_000) }
        }
    }

    @Test(arguments: [
        ("/path/r%C3%B8d%20gr%C3%B8d?x=1", "/path/rød grød"), ("http://a/path/b", "/path/b"),
        ("/path//c/", "/path//c/"),
    ])
    func `the handler sees the decoded path`(target: String, path: String) async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)

            client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(try client.readResponse().text == path)
        }
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", "navn=%C3%85se+%26+Bo&tom=", 200, "navn=Åse & Bo|tom="),
        ("Application/X-WWW-Form-Urlencoded; charset=utf-8", "a=1&a=2", 200, "a=1|a=2"),
        ("text/plain", "a=1", 415, ""), ("application/json", "{}", 415, ""), ("", "a=1", 415, ""),
        ("application/x-www-form-urlencoded", String(repeating: "a&", count: 2_000), 413, ""),
    ])
    func `a form is read, and what is not one refused`(
        type: String, body: String, status: Int, text: String
    ) async throws {
        try await offPool {
            let server = try TestServer()
            let client = try RawClient(port: server.port)
            let field = type.isEmpty ? "" : "Content-Type: \(type)\r\n"

            client.send("POST /form HTTP/1.1\r\nHost: a\r\n\(field)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")

            let response = try client.readResponse()
            #expect(response.status == status)
            #expect(response.text == text)
        }
    }

    // MARK: Time limits

    @Test(arguments: [
        ("", Int?.none), ("GET /hello HT", 408), ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab", 408),
        ("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    ])
    func `a connection that brings nothing more is ended`(sent: String, status: Int?) async throws {
        try await offPool {
            let server = try TestServer {
                $0.limits.headMilliseconds = 100
                $0.limits.idleMilliseconds = 100
                $0.limits.bodyGraceMilliseconds = 100
                $0.limits.bodyBytesPerSecond = 1_000_000
            }
            let client = try RawClient(port: server.port)

            client.send(sent)

            if let status { #expect(try client.readResponse().status == status) }
            #expect(try client.read().isEmpty)
            try expectHealthy(server)
        }
    }

    @Test func `a head that comes a byte at a time is not given more time`() async throws {
        try await offPool {
            let server = try TestServer { $0.limits.headMilliseconds = 500 }
            let client = try RawClient(port: server.port)
            let start = ContinuousClock.now

            Thread.detachNewThread {
                for _ in 0..<100 {
                    client.send("x")
                    usleep(50_000)
                }
            }

            #expect(try client.readResponse().status == 408)
            #expect(ContinuousClock.now - start < .seconds(3))
        }
    }

    @Test func `connections past the limit are told to come back`() async throws {
        try await offPool {
            let server = try TestServer { $0.limits.connections = 2 }
            let first = try RawClient(port: server.port)
            let second = try RawClient(port: server.port)
            for client in [first, second] {
                client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.readResponse().status == 200)
            }

            let third = try RawClient(port: server.port)
            #expect(try third.readResponse().status == 503)

            first.close()
            while server.server.connectionCount > 1 { usleep(1_000) }
            try expectHealthy(server)
        }
    }
}

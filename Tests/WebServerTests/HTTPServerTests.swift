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

            let head = try client.readResponse(isHead: true)
            #expect(head["content-length"] == "13")
            #expect(try client.readResponse().text == "Hello, world!")
        }
    }
}

import Foundation
import Testing
import WebProtocol
import WebServer

@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    @Test func `a form is posted and its cookie can be sent back`() async throws {
        try await offPool { () throws in
            let server = try TestServer()
            let url = "http://127.0.0.1:\(server.port)"

            let form = Array(FormEncoding.encode([("navn", "Åse & Bo"), ("tom", "")]).utf8)
            let echo = try HTTPClient.request("POST", url + "/echo", body: form)
            #expect(FormEncoding.decode(echo.body).map(\.value) == ["Åse & Bo", ""])

            let login = try HTTPClient.request("GET", url + "/cookie")
            let cookie = try #require(HTTPClient.cookies(setBy: login))
            let again = try HTTPClient.request("GET", url + "/cookie", headers: ["cookie": cookie])
            #expect(String(decoding: again.body, as: UTF8.self) == "1")
        }
    }

    @Test(arguments: [
        ("HEAD", "/hello", 200, 0), ("GET", "/empty", 204, 0), ("GET", "/big?bytes=3000000", 200, 3_000_000),
    ])
    func `an answer of any kind is read`(method: String, target: String, status: Int, count: Int) async throws {
        try await offPool { () throws in
            let server = try TestServer()

            let response = try HTTPClient.request(method, "http://localhost:\(server.port)\(target)")

            #expect(response.status == status)
            #expect(response.body.count == count)
        }
    }

    @Test(arguments: [
        "", "127.0.0.1", "ftp://a/", "http://", "http://a b/", "http://a:0/", "http://a:70000/", "http://u@a/",
        "http://a/r\u{f8}d", "http://a/\r\nX: y",
    ])
    func `what is not an address is refused`(url: String) {
        #expect(throws: ClientError.malformedAddress(url)) { try HTTPClient.request("GET", url) }
    }

    @Test func `an address gives its parts`() throws {
        let address = try WebAddress("wss://[::1]:8443/a?b#c")
        #expect(address.isSecure)
        #expect(address.host == "::1")
        #expect(address.port == 8443)
        #expect(address.target == "/a?b")
        #expect(address.origin == "https://[::1]:8443")
        #expect(try WebAddress("http://a").origin == "http://a")
        #expect(try WebAddress("http://a?b").target == "/?b")
    }

    @Test func `nobody there is an error with a reason`() async throws {
        try await offPool { () throws in
            let server = try TestServer()
            let port = server.port
            let stopped = DispatchSemaphore(value: 0)
            Task {
                await server.server.stop()
                stopped.signal()
            }
            stopped.wait()

            #expect(throws: ClientError.self) { try HTTPClient.request("GET", "http://127.0.0.1:\(port)/") }
        }
    }

    // MARK: WebSocket

    @Test(arguments: [0, 5, 125, 126, 65_536, 900_000])
    func `messages of any length come back in order`(count: Int) async throws {
        let server = try TestServer()
        let client = try await offPool { try WebSocketClient.connect(to: "ws://127.0.0.1:\(server.port)/echo") }
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }

        client.send(message)
        client.send(text: "rødgrød")
        client.send(message)
        client.close()

        #expect(
            await client.events.reduce(into: []) { $0.append($1) }
                == [.binary(message), .text("rødgrød"), .binary(message), .closed(code: 1000)])
    }

    @Test func `the server's choice of subprotocol is known`() async throws {
        let server = try TestServer()
        let url = "ws://127.0.0.1:\(server.port)/later"

        let client = try await offPool { try WebSocketClient.connect(to: url, subprotocol: "udkast.1") }

        #expect(client.subprotocol == "udkast.1")
        client.close()
    }

    @Test(arguments: [("/hello", "", 200), ("/none", "", 404), ("/echo", "http://evil", 403)])
    func `a server that will not is an error with its status`(path: String, origin: String, status: Int) async throws {
        try await offPool { () throws in
            let server = try TestServer()
            var headers = HeaderFields()
            if !origin.isEmpty { headers.append("origin", HeaderValue(origin)!) }

            #expect(throws: ClientError.refused(status: status)) {
                try WebSocketClient.connect(to: "ws://127.0.0.1:\(server.port)\(path)", headers: headers)
            }
        }
    }

    @Test func `a server that goes away ends the events`() async throws {
        let server = try TestServer()
        let client = try await offPool { try WebSocketClient.connect(to: "ws://127.0.0.1:\(server.port)/echo") }

        await server.server.stop()

        #expect(await client.events.reduce(into: []) { $0.append($1) } == [.closed(code: 1001)])
    }
}

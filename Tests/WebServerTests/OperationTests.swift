import Foundation
import Testing
import WebProtocol
import WebServer

/// What an operator asks of a server that runs: a new certificate, a second port, figures.
@Suite(.timeLimit(.minutes(1))) struct OperationTests {
    @Test func `a new certificate is shown to those who come, and those who are here notice nothing`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "udkast-renewal-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = TLSFiles(certificateFile: folder + "/certificate.pem", keyFile: folder + "/key.pem")
        func install(_ certificate: TestCertificate) throws {
            for (source, target) in [
                (certificate.files.certificateFile, files.certificateFile), (certificate.files.keyFile, files.keyFile),
            ] {
                try Data(contentsOf: URL(filePath: source)).write(to: URL(filePath: target))
            }
        }
        try install(.localhost)
        let server = try TestServer { $0.tls = files }
        let renewed = TestCertificate(names: "DNS:localhost,IP:127.0.0.1")
        let address = "localhost:\(server.port)"

        let here = try await offPool {
            try WebSocketClient.connect(to: "wss://\(address)/echo", trust: TestCertificate.localhost.trust)
        }
        here.send([1])
        try Data().write(to: URL(filePath: files.certificateFile))
        #expect(throws: ServerError.self) { try server.server.reloadCertificate() }
        try await offPool { () throws in
            let url = "https://\(address)/hello"
            #expect(try HTTPClient.request("GET", url, trust: TestCertificate.localhost.trust).status == 200)
        }
        try install(renewed)
        try server.server.reloadCertificate()
        here.send([2])
        here.close()

        try await offPool { () throws in
            let url = "https://\(address)/hello"
            #expect(try HTTPClient.request("GET", url, trust: renewed.trust).status == 200)
            #expect(throws: ClientError.self) {
                try HTTPClient.request("GET", url, trust: TestCertificate.localhost.trust)
            }
        }
        #expect(
            await here.events.reduce(into: []) { $0.append($1) }
                == [.binary([1]), .binary([2]), .closed(code: 1000)])
    }

    @Test(arguments: [
        ("localhost", "https://localhost:PORT/a%20b?c=%C3%B8"),
        ("Localhost:80", "https://localhost:PORT/a%20b?c=%C3%B8"),
        ("[::1]:8080", "https://[::1]:PORT/a%20b?c=%C3%B8"),
    ])
    func `the second port sends everybody on to TLS`(host: String, target: String) async throws {
        let server = try TestServer {
            $0.tls = TestCertificate.localhost.files
            $0.redirectPort = 0
        }
        try await offPool {
            let client = try RawClient(port: try #require(server.server.redirectPort))
            client.send("GET /a%20b?c=%C3%B8 HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            let response = try client.readResponse()

            #expect(response.status == 308)
            #expect(response["location"] == target.replacing("PORT", with: "\(server.port)"))
        }
    }

    @Test func `what is turned away is counted by its reason`() async throws {
        let server = try TestServer { $0.limits.strangersPerAddress = 64 }
        let counters = server.server.counters
        try await offPool { () throws in
            let bad = try RawClient(port: server.port)
            bad.send("GET / HTTP/9.9\r\n\r\n")
            _ = try bad.readToEnd()
            let foreign = try RawClient(port: server.port)
            foreign.send(Handshake.request("/echo", fields: "Origin: https://ond.example\r\n"))
            _ = try foreign.readResponse(isHead: true)
            let wrong = try RawClient(port: server.port)
            wrong.send(Handshake.request("/echo"))
            _ = try wrong.readResponse(isHead: true)
            wrong.send([0x81, 1, 65])
            _ = try wrong.readToEnd()
        }

        #expect(counters.refusals(.badRequest) == 1)
        #expect(counters.refusals(.foreignOrigin) == 1)
        #expect(counters.refusals(.badFrame) == 1)
        #expect(counters.refusals(.slowReader) == 0)
        #expect(counters.acceptedConnections == 3)
        #expect(counters.turns.summary.cumulative.last ?? 0 > 0)
    }

    @Test func `a histogram counts each class and all below it`() {
        let histogram = Histogram(bounds: [0.001, 0.1])

        for seconds in [0.0005, 0.001, 0.05, 3] { histogram.record(seconds: seconds) }

        #expect(histogram.summary.cumulative == [2, 3, 4])
        #expect(abs(histogram.summary.sum - 3.0515) < 0.001)
    }
}

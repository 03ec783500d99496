import Foundation
import Testing
import WebProtocol
import WebServer

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    private func server() throws -> TestServer { try TestServer { $0.tls = TestCertificate.localhost.files } }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a page comes over TLS by name and by number`(host: String) async throws {
        let server = try server()
        try await offPool { () throws in
            let response = try HTTPClient.request(
                "GET", "https://\(host):\(server.port)/big?bytes=5000000", trust: TestCertificate.localhost.trust)

            #expect(response.body.count == 5_000_000)
        }
    }

    @Test func `a socket goes over TLS, many messages in both directions at once`() async throws {
        let server = try server()
        for path in ["/echo", "/moved"] {
            let client = try await offPool {
                try WebSocketClient.connect(
                    to: "wss://localhost:\(server.port)\(path)", trust: TestCertificate.localhost.trust)
            }
            let messages = (0..<200).map { [UInt8](repeating: UInt8($0), count: $0 * 300) }

            for message in messages { client.send(message) }
            client.close()

            #expect(
                await client.events.reduce(into: []) { $0.append($1) }
                    == messages.map { .binary($0) } + [.closed(code: 1000)])
        }
    }

    @Test func `a certificate of another authority or for another name is refused`() async throws {
        let server = try server()
        let other = try TestServer { $0.tls = TestCertificate.elsewhere.files }
        try await offPool { () throws in
            let url = "https://localhost:\(server.port)/hello"
            for trust in [ServerTrust.system, TestCertificate.elsewhere.trust, .authority(file: "/no such file")] {
                #expect(throws: ClientError.self) { try HTTPClient.request("GET", url, trust: trust) }
            }
            #expect(throws: ClientError.self) {
                try HTTPClient.request(
                    "GET", "https://localhost:\(other.port)/hello", trust: TestCertificate.elsewhere.trust)
            }
            #expect(try HTTPClient.request("GET", url, trust: .anyOnLoopback).status == 200)
            #expect(
                try HTTPClient.request("GET", "https://localhost:\(other.port)/hello", trust: .anyOnLoopback).status
                    == 200)
        }
    }

    @Test func `files that are no certificate or no key are errors that name them`() {
        let good = TestCertificate.localhost.files
        let other = TestCertificate.elsewhere.files
        func start(_ files: TLSFiles) throws { _ = try TestServer { $0.tls = files } }

        for (files, named) in [
            (TLSFiles(certificateFile: "/none", keyFile: good.keyFile), "/none"),
            (TLSFiles(certificateFile: good.certificateFile, keyFile: "/none"), "/none"),
            (TLSFiles(certificateFile: good.certificateFile, keyFile: other.keyFile), other.keyFile),
            (TLSFiles(certificateFile: good.keyFile, keyFile: good.keyFile), good.keyFile),
        ] {
            let error = #expect(throws: ServerError.self) { try start(files) }
            #expect(error?.description.contains(named) == true)
        }
    }

    @Test func `plain HTTP on a TLS port is not answered and does no harm`() async throws {
        let server = try server()
        try await offPool { () throws in
            let client = try RawClient(port: server.port)
            client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(String(decoding: try client.readToEnd(), as: UTF8.self).contains("200") == false)

            let silent = try RawClient(port: server.port)
            let url = "https://localhost:\(server.port)/hello"
            #expect(try HTTPClient.request("GET", url, trust: TestCertificate.localhost.trust).status == 200)
            silent.close()
        }
    }

    /// What other programs see, by the `openssl` program.
    @Test(arguments: [
        (["-tls1_3"], true), (["-tls1_2"], true), (["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], false),
        (["-tls1_2", "-cipher", "AES128-SHA"], false), (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"], true),
        (["-alpn", "http/1.1"], true), (["-alpn", "h2,http/1.1"], true), (["-alpn", "h2"], false),
    ])
    func `only what is safe is agreed on`(options: [String], succeeds: Bool) async throws {
        let server = try server()
        try await offPool { () throws in
            let openssl = Process()
            openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            openssl.arguments = ["s_client", "-connect", "127.0.0.1:\(server.port)", "-brief"] + options
            openssl.standardInput = FileHandle.nullDevice
            openssl.standardOutput = FileHandle.nullDevice
            openssl.standardError = FileHandle.nullDevice
            try openssl.run()
            openssl.waitUntilExit()

            #expect((openssl.terminationStatus == 0) == succeeds)
        }
    }

    @Test func `a slow reader over TLS is told 1013 behind whole frames`() async throws {
        let server = try TestServer {
            $0.tls = TestCertificate.localhost.files
            $0.limits.webSocketQueueBytes = 256 * 1024
        }
        let client = try await offPool {
            try WebSocketClient.connect(
                to: "wss://localhost:\(server.port)/flood", trust: TestCertificate.localhost.trust)
        }

        for _ in 0..<40 { client.send([1]) }

        // The client reads all the time, so the kernel's buffers decide how far it falls behind; whole it must be.
        var events = await client.events.reduce(into: []) { $0.append($1) }
        #expect(events.popLast() == .closed(code: 1013))
        #expect(events.allSatisfy { $0 == .binary([UInt8](repeating: 1, count: 1 << 20)) })
    }
}

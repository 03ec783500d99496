import Foundation
import Testing
import WebServer

@Suite(.timeLimit(.minutes(2))) struct HTTPCorpusTests {
    @Test(arguments: [false, true])
    func `bad input gets its status, and the next request its answer`(byteByByte: Bool) async throws {
        try await offPool {
            let server = try TestServer()
            for row in HTTPCorpus.rows {
                if byteByByte, row.input.utf8.count > 500 { continue }
                let client = try RawClient(port: server.port)

                let bytes = Array(row.input.utf8)
                if byteByByte { for byte in bytes { client.send([byte]) } } else { client.send(bytes) }
                let response = try client.readResponse()

                #expect(response.status == row.status, "\(row)")
                if row.status != 403 {
                    #expect(response["connection"]?.contains("close") == true, "\(row)")
                    #expect(try client.readToEnd().isEmpty, "\(row): the connection must end")
                }
                try expectHealthy(server)
            }
        }
    }
}

/// A good request on a new connection is answered.
func expectHealthy(_ server: TestServer) throws {
    let client = try RawClient(port: server.port)
    client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    #expect(try client.readResponse().text == "Hello, world!")
}

import Foundation
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
            #expect(try client.readResponse(isHead: true).status == 101)
            client.send(masked(0x81, Array("rødgrød".utf8)))

            #expect(try client.read(exactly: 11) == [0x81, 9] + Array("rødgrød".utf8))
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

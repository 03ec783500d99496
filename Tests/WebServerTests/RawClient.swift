import Foundation
import Glibc

/// A blocking socket to a server on this machine, for saying exactly what a test wants said.
final class RawClient: @unchecked Sendable {
    // Sendable because a test uses it on one thread at a time, or sends on one and reads on another.
    private let descriptor: Int32
    private var isOpen = true

    /// - Parameter timeout: Seconds that a read may wait before it fails.
    init(port: Int, timeout: Int = 10) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var wait = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            isOpen = false
            Glibc.close(descriptor)
            throw Failure.connect(errno)
        }
    }

    deinit {
        close()
    }

    enum Failure: Error {
        case connect(Int32)
        case timeout
        case closed(after: [UInt8])
    }

    func close() {
        if isOpen { Glibc.close(descriptor) }
        isOpen = false
    }

    func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Sends as much as the server takes: one that has refused may not read the rest.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    /// What is there, at least one byte; empty when the server has closed.
    func read(atMost count: Int = 65_536) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &bytes, count, 0)
        if received < 0 {
            if errno == ECONNRESET { return [] }
            throw Failure.timeout
        }
        return Array(bytes.prefix(received))
    }

    func read(exactly count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part = try read(atMost: count - bytes.count)
            if part.isEmpty { throw Failure.closed(after: bytes) }
            bytes += part
        }
        return bytes
    }

    /// Everything until the server closes.
    func readToEnd() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try read()
            if part.isEmpty { return bytes }
            bytes += part
        }
    }

    /// One response with its body by Content-Length.
    func readResponse(isHead: Bool = false) throws -> RawResponse {
        var head: [UInt8] = []
        while !head.ends(with: "\r\n\r\n") {
            let byte = try read(atMost: 1)
            if byte.isEmpty { throw Failure.closed(after: head) }
            head += byte
        }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [(String, String)] = []
        for line in lines.dropFirst() where !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields.append((parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces)))
        }
        let length = fields.first { $0.0 == "content-length" }.flatMap { Int($0.1) } ?? 0
        let body = isHead ? [] : try read(exactly: length)
        return RawResponse(status: Int(lines[0].split(separator: " ")[1]) ?? 0, fields: fields, body: body)
    }
}

struct RawResponse {
    let status: Int
    let fields: [(String, String)]
    let body: [UInt8]

    /// The values of all fields of that name, joined as a list; nil if there is none.
    subscript(name: String) -> String? {
        let values = fields.filter { $0.0 == name }.map(\.1)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

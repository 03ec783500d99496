import Glibc

/// An IPv4 or IPv6 address and port, as the kernel keeps it.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// Room for the kernel to write an address into.
    init() {}

    /// The first address of `host`, a number or a name.
    init?(host: String, port: Int) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else { return nil }
        defer { freeaddrinfo(found) }
        length = first.pointee.ai_addrlen
        withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(length)))
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    mutating func withPointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &storage) { storage in
            withUnsafeMutablePointer(to: &length) { length in
                storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
            }
        }
    }

    var port: Int {
        withUnsafeBytes(of: storage) { bytes in
            // sin_port and sin6_port lie at the same place.
            Int(UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self)))
        }
    }

    /// The number without the port; an IPv4 address that came over IPv6 as IPv4.
    var host: String {
        withUnsafeBytes(of: storage) { bytes in
            // struct sockaddr_in: the address at 4; struct sockaddr_in6: at 8.
            let start = family == AF_INET6 ? 8 : 4
            let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
                inet_ntop(family, bytes.baseAddress! + start, text.baseAddress, socklen_t(text.count))
                    .map { String(cString: $0) } ?? ""
            }
            return text.hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text
        }
    }
}

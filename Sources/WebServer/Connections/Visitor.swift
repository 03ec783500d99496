import Glibc
import WebProtocol

/// Who asks, and how: as the connection shows it, or as a proxy says that we trust.
///
/// Fields that a proxy adds (`X-Forwarded-For`, `-Proto`, `-Host`) are worth what their sender is: anybody can write
/// them. They count when the connection comes from an address that the operator has named, and then from the right,
/// for a proxy adds behind what it was given.
struct Visitor: Hashable {
    /// The number of the address, without a port.
    var address: String
    var isSecure: Bool
    /// The host that the browser knows us by, if a trusted proxy says so.
    var authority: String?

    /// - Parameter proxies: Numbers of the addresses whose word counts.
    init(address: String, isSecure: Bool, fields: HeaderFields, proxies: Set<String>) {
        self.address = address
        self.isSecure = isSecure
        guard proxies.contains(address) else { return }
        for listed in fields.tokens(of: "x-forwarded-for").reversed() {
            guard let number = Self.number(of: listed) else { break }
            self.address = number
            if !proxies.contains(number) { break }
        }
        if let scheme = fields.tokens(of: "x-forwarded-proto").last { self.isSecure = scheme == "https" }
        if let host = fields.tokens(of: "x-forwarded-host").last, host.utf8.allSatisfy(Self.isOfHost) {
            authority = host
        }
    }

    /// An address as the kernel writes it, or nil if it is none.
    static func number(of text: String) -> String? {
        var bytes = in6_addr()
        let family = text.contains(":") ? AF_INET6 : AF_INET
        guard inet_pton(family, text, &bytes) == 1 else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { room in
            inet_ntop(family, &bytes, room.baseAddress, socklen_t(room.count)).map { String(cString: $0) }
        }
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): true
        default: false
        }
    }
}

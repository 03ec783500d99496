import Synchronization

/// How many connections of each address nobody has shown themselves on: see ``ServerLimits/strangersPerAddress``.
final class Strangers: Sendable {
    private let limit: Int
    private let exempt: Set<String>
    private let counts = Mutex<[String: Int]>([:])

    /// - Parameter exempt: Addresses from which many people come: proxies.
    init(limit: Int, exempt: Set<String> = []) {
        self.limit = limit
        self.exempt = exempt
    }

    /// - Returns: Whether there is room for one more of this address; it is counted then.
    func arrive(_ address: String) -> Bool {
        guard !exempt.contains(address), let key = Self.key(of: address) else { return true }
        return counts.withLock { counts in
            guard counts[key, default: 0] < limit else { return false }
            counts[key, default: 0] += 1
            return true
        }
    }

    func leave(_ address: String) {
        guard !exempt.contains(address), let key = Self.key(of: address) else { return }
        counts.withLock { counts in
            guard let count = counts[key] else { return }
            counts[key] = count > 1 ? count - 1 : nil
        }
    }

    /// What one customer of a provider is given: an address of IPv4, or the first 64 bits of one of IPv6. Nil for this
    /// machine.
    static func key(of address: String) -> String? {
        if address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.") { return nil }
        guard address.contains(":"), !address.contains(".") else { return address }
        // `2001:db8::7` leaves out groups of zeros; the first four count.
        let sides = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        var groups = sides[0].split(separator: ":")
        if sides.count == 2 {
            let behind = sides[1].split(separator: ":")
            groups += Array(repeating: "0", count: max(0, 8 - groups.count - behind.count)) + behind
        }
        return groups.prefix(4).joined(separator: ":")
    }
}

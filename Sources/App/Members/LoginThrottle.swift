import Workspace

/// How much a wrong password slows down the next attempt (requirements S7).
///
/// Two counts, because they answer two attacks:
///
/// | counted per | against | answer |
/// |---|---|---|
/// | account | guesses for one person from many machines | each attempt is answered later, by at most ``longestWait``. Never refused: a stranger must not be able to lock a member out |
/// | address | one machine that tries many accounts | attempts are refused for a growing time, at most ``longestRefusal``. Starts late, since a whole town hall may share an address |
///
/// A count fades by one each ``fadingTime`` and the account's is gone after a right password. A value without a clock:
/// time comes in.
struct LoginThrottle: Sendable {
    /// In milliseconds, like all durations here.
    static let longestWait: Int64 = 4_000
    static let longestRefusal: Int64 = 60_000
    static let fadingTime: Int64 = 60_000
    /// Wrong attempts that cost an account nothing: people mistype.
    static let freePerAccount = 3
    static let freePerAddress = 20
    /// Names and addresses remembered at most. Past it the ones that failed longest ago are forgotten, so that an
    /// attacker who invents names cannot fill the memory.
    static let capacity = 10_000

    private struct Failures {
        var count: Int
        var latest: Timestamp

        func faded(at now: Timestamp) -> Int {
            max(0, count - Int(max(0, now.milliseconds - latest.milliseconds) / LoginThrottle.fadingTime))
        }
    }

    private var accounts: [String: Failures] = [:]
    private var addresses: [String: Failures] = [:]

    /// How long to hold back the answer, right or wrong: 0 for the first few, then 0.5 s, 1 s, 2 s, 4 s.
    func wait(forAccount account: String, at now: Timestamp) -> Int64 {
        let excess = (accounts[account]?.faded(at: now) ?? 0) - Self.freePerAccount
        return excess < 0 ? 0 : min(Self.longestWait, 500 << Int64(min(excess, 10)))
    }

    /// Until when attempts from an address are refused: nil, or a moment after `now`.
    func refusal(ofAddress address: String, at now: Timestamp) -> Timestamp? {
        guard let failures = addresses[address] else { return nil }
        let excess = failures.faded(at: now) - Self.freePerAddress
        guard excess >= 0 else { return nil }
        let length = min(Self.longestRefusal, 1_000 << Int64(min(excess, 10)))
        let end = Timestamp(milliseconds: failures.latest.milliseconds + length)
        return end > now ? end : nil
    }

    mutating func failed(account: String, address: String, at now: Timestamp) {
        Self.count(account, in: &accounts, at: now)
        Self.count(address, in: &addresses, at: now)
    }

    mutating func succeeded(account: String) {
        accounts[account] = nil
    }

    private static func count(_ key: String, in failures: inout [String: Failures], at now: Timestamp) {
        if failures[key] == nil, failures.count >= capacity {
            let forgotten = failures.sorted { $0.value.latest < $1.value.latest }.prefix(capacity / 10)
            for (key, _) in forgotten { failures[key] = nil }
        }
        failures[key] = Failures(count: (failures[key]?.faded(at: now) ?? 0) + 1, latest: now)
    }
}

/// Keys that put siblings in order, with always room for one more between two of them.
///
/// A key is a fraction between 0 and 1 in base 62, its digits `0-9A-Za-z` in ASCII order, never ending in `0`. So keys
/// compare byte by byte, and moving a criterion is one write to one register. Two people who insert at one place at
/// once get equal keys; the node's id decides between those.
public enum OrderKey {
    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// A key between two others; nil stands for the start or the end of the list.
    ///
    /// Where the two are equal or the wrong way round (after a concurrent insert), the key goes behind the first.
    public static func between(_ before: String?, _ after: String?) -> String {
        let low = before.map { values($0) } ?? []
        let high = after.map { values($0) }
        let result: [Int]
        if let high, low.lexicographicallyPrecedes(high) {
            result = middle(low, high)
        } else {
            result = middle(low, nil)
        }
        return String(decoding: result.map { digits[$0] }, as: UTF8.self)
    }

    /// Evenly spread keys for a list that is written at once.
    public static func spread(_ count: Int) -> [String] {
        var keys: [String] = []
        for _ in 0..<count { keys.append(between(keys.last, nil)) }
        return keys
    }

    /// The shortest fraction strictly between two; `high` nil is 1.
    private static func middle(_ low: [Int], _ high: [Int]?) -> [Int] {
        var result: [Int] = []
        var isBelowHigh = high == nil
        var index = 0
        while true {
            let lowDigit = index < low.count ? low[index] : 0
            let highDigit = isBelowHigh ? digits.count : (index < high!.count ? high![index] : 0)
            if highDigit - lowDigit > 1 {
                // Near the start of the gap when the list only grows at its end, so that keys stay short.
                let step = high == nil ? 1 : (highDigit - lowDigit) / 2
                result.append(lowDigit + step)
                return result
            }
            result.append(lowDigit)
            if highDigit > lowDigit { isBelowHigh = true }
            index += 1
        }
    }

    /// Keys come from other people's browsers: what is no digit counts as the least, and zeros at the end, which would
    /// leave no room before the key, do not count.
    private static func values(_ key: String) -> [Int] {
        var values = key.utf8.map { byte in digits.firstIndex(of: byte) ?? 0 }
        while values.last == 0 { values.removeLast() }
        return values
    }
}

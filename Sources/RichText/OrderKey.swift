/// Keys that put siblings in order, with always room for one more between two of them.
///
/// A key is a fraction between 0 and 1 in base 62, its digits `0-9A-Za-z` in ASCII order, never ending in `0`. So keys
/// compare byte by byte, and moving a criterion is one write to one register. Two people who insert at one place at
/// once get equal keys; the node's id decides between those.
public enum OrderKey {
    private static let base = 62

    /// A key between two others; nil stands for the start or the end of the list.
    ///
    /// Where the two are equal or the wrong way round (after a concurrent insert), the key goes behind the first.
    public static func between(_ before: String?, _ after: String?) -> String {
        String(decoding: between(before.map { Array($0.utf8) }, after.map { Array($0.utf8) }), as: UTF8.self)
    }

    /// The same with the keys' bytes.
    public static func between(_ before: [UInt8]?, _ after: [UInt8]?) -> [UInt8] {
        let low = before.map { values($0) } ?? []
        let high = after.map { values($0) }
        let result: [Int]
        if let high, low.lexicographicallyPrecedes(high) {
            result = middle(low, high)
        } else {
            result = middle(low, nil)
        }
        return result.map { digit($0) }
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
            let highDigit = isBelowHigh ? base : (index < high!.count ? high![index] : 0)
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
    private static func values(_ key: [UInt8]) -> [Int] {
        var values = key.map { value(of: $0) }
        while values.last == 0 { values.removeLast() }
        return values
    }

    private static func digit(_ value: Int) -> UInt8 {
        let value = UInt8(value)
        return switch value {
        case 0..<10: UInt8(ascii: "0") + value
        case 10..<36: UInt8(ascii: "A") + value - 10
        default: UInt8(ascii: "a") + value - 36
        }
    }

    private static func value(of digit: UInt8) -> Int {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit - UInt8(ascii: "A")) + 10
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit - UInt8(ascii: "a")) + 36
        default: 0
        }
    }
}

import Foundation

/// Seeds for property tests: fixed ones, a few fresh ones, or the one that is to be replayed.
///
/// `UDKAST_SEED=17 swift test --filter …` replays one case, `UDKAST_SEEDS=2000` runs that many fixed ones. A failing
/// test prints its seed as its argument.
public enum Seeds {
    /// - Parameter count: how many fixed seeds, from 0; a tenth as many fresh ones come on top, at least two.
    public static func first(_ count: Int) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["UDKAST_SEED"], let seed = UInt64(text) { return [seed] }
        let wished = ProcessInfo.processInfo.environment["UDKAST_SEEDS"].flatMap { Int($0) }
        let count = wished ?? count
        let fresh = (0..<max(2, count / 10)).map { _ in UInt64.random(in: 1_000_000...UInt64(UInt32.max)) }
        return (0..<UInt64(count)).map { $0 } + fresh
    }
}

/// A small generator whose sequence follows from its seed alone (SplitMix64, Steele, Lea and Flood 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// True once in `times`.
    public mutating func oneIn(_ times: Int) -> Bool {
        Int.random(in: 0..<times, using: &self) == 0
    }
}

/// Scalars that break arithmetic on text: Danish letters, a combining accent, outside the basic plane, line ends, bidi.
public let awkwardAlphabet: [Unicode.Scalar] = [
    "a", "b", "c", " ", "æ", "ø", "å", "Å", "e", "\u{301}", "₂", "²", "\n", "😀", "👍", "\u{1F3FD}", "🇩", "🇰", "\u{200F}",
    "א",
]

/// Bytes as hexadecimal digits, two a byte.
public enum Hex {
    /// Lower-case digits.
    public static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = digits[Int(byte >> 4)]
                text[2 * index + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    /// The bytes that `text` stands for, or nil unless it is an even number of hexadecimal digits of either case.
    public static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(of: digits[index]), let low = value(of: digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Base64 with padding (RFC 4648, section 4).
public enum Base64 {
    private static let alphabet = Base64Alphabet(last: "+/", padded: true)

    public static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }

    /// The bytes that `text` stands for, or nil unless it is the one canonical form: padded, no line breaks, and
    /// unused bits zero.
    public static func decode(_ text: String) -> [UInt8]? { alphabet.decode(text) }
}

/// Base64 for addresses and cookies: `-` and `_`, no padding (RFC 4648, section 5).
public enum Base64URL {
    private static let alphabet = Base64Alphabet(last: "-_", padded: false)

    public static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }

    /// The bytes that `text` stands for, or nil unless it is the one canonical form: no padding, unused bits zero.
    public static func decode(_ text: String) -> [UInt8]? { alphabet.decode(text) }
}

/// What the two kinds of base64 share: groups of 3 bytes become 4 digits of 6 bits.
private struct Base64Alphabet: Sendable {
    private static let padding = UInt8(ascii: "=")
    private static let invalid: UInt8 = 255

    private let digits: [UInt8]
    private let values: [UInt8]
    private let padded: Bool

    init(last: String, padded: Bool) {
        digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(last)".utf8)
        var values = [UInt8](repeating: Self.invalid, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        self.values = values
        self.padded = padded
    }

    func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
            for digit in 0...count { text.append(digits[Int(group >> UInt32(18 - 6 * digit)) & 63]) }
            if padded { for _ in count..<3 { text.append(Self.padding) } }
        }
        return String(decoding: text, as: UTF8.self)
    }

    func decode(_ text: String) -> [UInt8]? {
        var digits = Array(text.utf8)
        if padded {
            guard digits.count % 4 == 0 else { return nil }
            for _ in 0..<2 where digits.last == Self.padding { digits.removeLast() }
        }
        guard digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for digit in digits {
            let value = values[Int(digit)]
            guard value != Self.invalid else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            bits &= (1 << bitCount) - 1
        }
        return bits == 0 ? bytes : nil
    }
}

/// A set of ASCII characters as 128 bits, so that a test is a shift and no table is looked up.
struct ByteSet {
    let low: UInt64
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let half = byte < 64 ? low : high
        return byte < 128 && half >> (UInt64(byte) & 63) & 1 == 1
    }

    /// tchar (RFC 9110, section 5.6.2): letters, digits and ``!#$%&'*+-.^_`|~``.
    static let token = ByteSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)

    /// What a request target may hold: visible ASCII but `"`, `#`, `<`, `>` and the backslash. Browsers leave some
    /// characters of a query bare that RFC 3986 would encode (`|`, `[`, `{`), so those are taken.
    static let target = ByteSet(low: 0xafff_fff2_0000_0000, high: 0x7fff_ffff_efff_ffff)

    /// Letters, digits and `-._~`: names of hosts and IPv4 addresses.
    static let host = ByteSet(low: 0x03ff_6000_0000_0000, high: 0x47ff_fffe_87ff_fffe)
}

extension UInt8 {
    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")

    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }

    /// The byte with A to Z as a to z; every other byte as it is.
    @inline(__always) var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The value of a hexadecimal digit of either case.
    @inline(__always) var hexDigitValue: UInt8? {
        if isDigit { return self &- 0x30 }
        let letter = lowercased &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// What a field value may hold (RFC 9110, section 5.5): tab, space, visible ASCII, and bytes from 128.
    @inline(__always) var isFieldContent: Bool { self >= 0x20 && self != 0x7f || self == .tab }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// Whether these bytes are `text`, which is in lower case, when case does not count.
    @inline(__always)
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index].lowercased != text.utf8Start[index] { return false }
        return true
    }
}

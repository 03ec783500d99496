/// Checks UTF-8 as it arrives, cut anywhere, and says so at the first byte that cannot be right (RFC 3629, section 4).
///
/// The tables of that section as two numbers: how many bytes are still to come, and in which range the next must be.
/// All but the first continuation of some leads are 80 to BF, so overlong forms, surrogates and what is past U+10FFFF
/// fall out by the range of that first one.
struct UTF8Validator: Sendable {
    private var remaining: UInt8 = 0
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xbf

    /// Whether the bytes so far end between two characters.
    var isComplete: Bool { remaining == 0 }

    /// - Returns: Whether these bytes can go on from those before.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        let count = bytes.count
        while index < count {
            if remaining == 0 {
                // Eight bytes at a time up to the first that is not ASCII; Danish text is mostly that.
                if index + 8 <= count {
                    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    let marks = word & 0x8080_8080_8080_8080
                    if marks == 0 {
                        index += 8
                        continue
                    }
                    index += marks.trailingZeroBitCount / 8
                }
                let lead = bytes[index]
                index += 1
                if lead < 0x80 { continue }
                // The two bytes of an æ, ø or å, whole.
                if lead &- 0xc2 < 0x1e, index < count, bytes[index] & 0xc0 == 0x80 {
                    index += 1
                    continue
                }
                guard begin(lead) else { return false }
            } else {
                let byte = bytes[index]
                guard byte >= low, byte <= high else { return false }
                index += 1
                remaining -= 1
                low = 0x80
                high = 0xbf
            }
        }
        return true
    }

    @inline(__always)
    private mutating func begin(_ lead: UInt8) -> Bool {
        switch lead {
        case 0xc2...0xdf: remaining = 1
        case 0xe0:
            remaining = 2
            low = 0xa0
        case 0xed:
            remaining = 2
            high = 0x9f
        case 0xe1...0xef: remaining = 2
        case 0xf0:
            remaining = 3
            low = 0x90
        case 0xf1...0xf3: remaining = 3
        case 0xf4:
            remaining = 3
            high = 0x8f
        default: return false
        }
        return true
    }
}

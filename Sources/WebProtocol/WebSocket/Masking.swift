/// The masking of RFC 6455, section 5.3: byte i of a payload is combined with byte i mod 4 of the key.
enum Masking {
    /// Masks or unmasks in place, eight bytes at a time.
    ///
    /// - Parameters:
    ///   - key: The four bytes of the key as they lie in memory.
    ///   - phase: How many bytes of the payload came before these.
    @inline(__always)
    static func apply(_ key: UInt32, phase: Int, to bytes: UnsafeMutableRawBufferPointer) {
        // In little-endian order, byte i of the key is bits 8i and up; the phase turns it.
        let turn = UInt32(truncatingIfNeeded: phase & 3) * 8
        let little = UInt32(littleEndian: key)
        let turned = turn == 0 ? little : little >> turn | little << (32 - turn)
        let wide = (UInt64(turned) << 32 | UInt64(turned)).littleEndian

        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            bytes.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < bytes.count {
            bytes[index] ^= UInt8(truncatingIfNeeded: turned >> UInt32((index & 3) * 8))
            index += 1
        }
    }
}

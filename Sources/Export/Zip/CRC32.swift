/// The checksum of ZIP entries: CRC-32 with the reflected polynomial 0xEDB88320 (ISO 3309, APPNOTE 4.4.7).
enum CRC32 {
    static func checksum(of bytes: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder = remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
        }
        return ~remainder
    }

    /// The remainder of each byte on its own.
    private static let table: [UInt32] = (0..<256).map { byte in
        var remainder = UInt32(byte)
        for _ in 0..<8 {
            remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB8_8320
        }
        return remainder
    }
}

/// What a frame is (RFC 6455, section 5.2).
enum Opcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
}

/// The 2 to 14 bytes before a payload (RFC 6455, section 5.2).
///
///     byte 0   FIN, RSV1-3, opcode        byte 1   MASK, length; 126: two bytes follow, 127: eight
struct FrameHeader: Sendable {
    var isFinal: Bool
    var opcode: Opcode
    var length: Int
    /// The masking key as it lies in memory, or nil if the frame is not masked.
    var key: UInt32?

    /// The longest control payload (section 5.5).
    static let maximumControlLength = 125

    /// The header at the beginning of `bytes` and how many bytes it takes, or nil if it is not complete.
    ///
    /// What the first two bytes rule out is refused even when the rest has not come.
    @inline(__always)
    static func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(WebSocketViolation) -> (header: FrameHeader, byteCount: Int)? {
        guard bytes.count >= 2 else { return nil }
        let (first, second) = (bytes[0], bytes[1])
        if first & 0x70 != 0 { throw .reservedBits }
        guard let opcode = Opcode(rawValue: first & 0x0f) else { throw .reservedOpcode(first & 0x0f) }
        let isFinal = first & 0x80 != 0
        let shortLength = Int(second & 0x7f)
        if opcode.isControl {
            if !isFinal { throw .fragmentedControlFrame }
            if shortLength > maximumControlLength { throw .controlFrameTooLong }
        }

        var length = shortLength
        var count = 2
        if shortLength == 126 {
            guard bytes.count >= 4 else { return nil }
            length = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
            count = 4
            if length < 126 { throw .malformedLength }
        } else if shortLength == 127 {
            guard bytes.count >= 10 else { return nil }
            let long = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
            count = 10
            guard long > 0xffff, long <= UInt64(Int64.max) else { throw .malformedLength }
            length = Int(long)
        }

        guard second & 0x80 != 0 else {
            return (FrameHeader(isFinal: isFinal, opcode: opcode, length: length, key: nil), count)
        }
        guard bytes.count >= count + 4 else { return nil }
        let key = bytes.loadUnaligned(fromByteOffset: count, as: UInt32.self)
        return (FrameHeader(isFinal: isFinal, opcode: opcode, length: length, key: key), count + 4)
    }
}

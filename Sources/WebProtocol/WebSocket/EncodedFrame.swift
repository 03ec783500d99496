/// One message as it goes over the wire, encoded once and shared by all who get it.
///
/// The bytes lie in a block that never moves, so that many connections can write from it without a copy.
public final class EncodedFrame: @unchecked Sendable {
    // Sendable because the block is written in `init` alone and freed in `deinit` alone.
    @usableFromInline let storage: UnsafeMutableRawBufferPointer

    /// Gives `body` header and payload, which lie where they are until it returns.
    @inlinable public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(storage)) }
    }

    @inlinable public var byteCount: Int { storage.count }

    /// Header and payload, good as long as somebody holds the frame: for who holds it anyway and sends it a thousand
    /// times, where even counting references shows.
    @inlinable public var unmanagedBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(storage) }

    /// - Parameter mask: The key that a client draws for each frame; nil for a server.
    private init(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer, mask: UInt32?) {
        let lengthCount = payload.count < 126 ? 0 : payload.count <= 0xffff ? 2 : 8
        let headerCount = 2 + lengthCount + (mask == nil ? 0 : 4)
        storage = .allocate(byteCount: headerCount + payload.count, alignment: 8)
        storage[0] = 0x80 | opcode.rawValue
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        switch lengthCount {
        case 0:
            storage[1] = maskBit | UInt8(payload.count)
        case 2:
            storage[1] = maskBit | 126
            storage.storeBytes(of: UInt16(payload.count).bigEndian, toByteOffset: 2, as: UInt16.self)
        default:
            storage[1] = maskBit | 127
            storage.storeBytes(of: UInt64(payload.count).bigEndian, toByteOffset: 2, as: UInt64.self)
        }
        let body = UnsafeMutableRawBufferPointer(rebasing: storage[headerCount...])
        body.copyMemory(from: payload)
        if let mask {
            storage.storeBytes(of: mask, toByteOffset: headerCount - 4, as: UInt32.self)
            Masking.apply(mask, phase: 0, to: body)
        }
    }

    deinit {
        storage.deallocate()
    }

    public static func binary(_ payload: UnsafeRawBufferPointer, mask: UInt32? = nil) -> EncodedFrame {
        EncodedFrame(.binary, payload, mask: mask)
    }

    public static func binary(_ payload: [UInt8], mask: UInt32? = nil) -> EncodedFrame {
        payload.withUnsafeBytes { EncodedFrame(.binary, $0, mask: mask) }
    }

    /// - Parameter payload: UTF-8.
    public static func text(_ payload: UnsafeRawBufferPointer, mask: UInt32? = nil) -> EncodedFrame {
        EncodedFrame(.text, payload, mask: mask)
    }

    public static func text(_ payload: String, mask: UInt32? = nil) -> EncodedFrame {
        var payload = payload
        return payload.withUTF8 { EncodedFrame(.text, UnsafeRawBufferPointer($0), mask: mask) }
    }

    /// - Parameter payload: At most 125 bytes.
    public static func ping(_ payload: UnsafeRawBufferPointer, mask: UInt32? = nil) -> EncodedFrame {
        control(.ping, payload, mask: mask)
    }

    /// - Parameter payload: That of the ping it answers.
    public static func pong(_ payload: UnsafeRawBufferPointer, mask: UInt32? = nil) -> EncodedFrame {
        control(.pong, payload, mask: mask)
    }

    /// - Parameters:
    ///   - code: One that may be sent (``CloseCode/maySend(_:)``), or nil for an empty frame.
    ///   - reason: Cut between two characters where it would not fit in 123 bytes.
    public static func close(code: UInt16?, reason: String = "", mask: UInt32? = nil) -> EncodedFrame {
        guard let code else { return control(.close, UnsafeRawBufferPointer(start: nil, count: 0), mask: mask) }
        precondition(CloseCode.maySend(code), "close code \(code)")
        var payload = [UInt8(code >> 8), UInt8(code & 0xff)]
        for character in reason.unicodeScalars {
            let bytes = Array(String(character).utf8)
            if payload.count + bytes.count > FrameHeader.maximumControlLength { break }
            payload += bytes
        }
        return payload.withUnsafeBytes { control(.close, $0, mask: mask) }
    }

    private static func control(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer, mask: UInt32?) -> EncodedFrame {
        precondition(payload.count <= FrameHeader.maximumControlLength, "a control frame of \(payload.count) bytes")
        return EncodedFrame(opcode, payload, mask: mask)
    }
}

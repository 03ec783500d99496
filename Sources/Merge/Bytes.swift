/// Writes the little that the wire and the disk are made of: bytes, LEB128 integers, counted byte strings.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow (LEB128).
    public mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    public mutating func write(_ value: Int) {
        write(UInt64(value))
    }

    /// Small numbers of either sign become small ones without: 0, −1, 1, −2 …
    public mutating func write(zigzag value: Int64) {
        write(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// The number of bytes, then the bytes.
    public mutating func write(counted content: [UInt8]) {
        write(content.count)
        bytes.append(contentsOf: content)
    }

    public mutating func write(raw content: [UInt8]) {
        bytes.append(contentsOf: content)
    }
}

/// Why bytes could not be read.
public enum DecodingError: Error, Hashable, Sendable {
    /// They end in the middle of something.
    case truncated
    /// A number that is written longer than needed, or does not fit.
    case badNumber
    /// A count above what its place allows.
    case tooLarge
    /// Bytes that are not UTF-8 where text must stand.
    case badText
    /// A name or place that breaks the rules for names.
    case badName
    /// A kind this version does not know.
    case unknownKind(UInt8)
    /// Something is left over behind the end.
    case trailingBytes
}

/// Reads what ``ByteWriter`` writes, and refuses everything else: each value has one accepted form, so equal content
/// always means equal bytes.
public struct ByteReader: Sendable {
    private let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = 0
        end = bytes.count
    }

    public var isAtEnd: Bool {
        offset == end
    }

    /// Bytes that are still unread.
    public var remaining: Int {
        end - offset
    }

    public mutating func readByte() throws(DecodingError) -> UInt8 {
        guard offset < end else { throw .truncated }
        defer { offset += 1 }
        return bytes[offset]
    }

    public func peekByte() throws(DecodingError) -> UInt8 {
        guard offset < end else { throw .truncated }
        return bytes[offset]
    }

    public mutating func readNumber() throws(DecodingError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try readByte()
            guard shift < 63 || (shift == 63 && byte <= 1) else { throw .badNumber }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                guard byte != 0 || shift == 0 else { throw .badNumber }
                return value
            }
            shift += 7
        }
    }

    public mutating func readZigzag() throws(DecodingError) -> Int64 {
        let folded = try readNumber()
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    /// A number of things, positions or bytes.
    ///
    /// - Throws: ``DecodingError/tooLarge`` above `limit`.
    public mutating func readCount(limit: Int) throws(DecodingError) -> Int {
        let value = try readNumber()
        guard value <= UInt64(limit) else { throw .tooLarge }
        return Int(value)
    }

    public mutating func readCounted(limit: Int) throws(DecodingError) -> [UInt8] {
        let count = try readCount(limit: limit)
        return try readRaw(count)
    }

    public mutating func readRaw(_ count: Int) throws(DecodingError) -> [UInt8] {
        guard count <= remaining else { throw .truncated }
        defer { offset += count }
        return Array(bytes[offset..<(offset + count)])
    }

    public mutating func readName() throws(DecodingError) -> Name {
        guard let name = Name(bytes: try readCounted(limit: Name.maximumBytes)) else { throw .badName }
        return name
    }

    public mutating func readNode() throws(DecodingError) -> Name {
        guard let name = Name(node: try readCounted(limit: Name.maximumBytes)) else { throw .badName }
        return name
    }

    public mutating func readPlace() throws(DecodingError) -> Place {
        guard let place = Place(bytes: try readCounted(limit: 2 * Name.maximumBytes + 1)) else { throw .badName }
        return place
    }

    public func expectEnd() throws(DecodingError) {
        guard isAtEnd else { throw .trailingBytes }
    }
}

/// Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates).
public func isValidUTF8(_ bytes: [UInt8]) -> Bool {
    scalarCount(ofUTF8: bytes) != nil
}

/// How many scalars well-formed UTF-8 holds; nil for other bytes.
public func scalarCount(ofUTF8 bytes: [UInt8]) -> Int? {
    let isASCII = bytes.withUnsafeBytes { bytes in
        var offset = 0
        var seen: UInt64 = 0
        while offset + 8 <= bytes.count {
            seen |= bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        while offset < bytes.count {
            seen |= UInt64(bytes[offset])
            offset += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }
    return isASCII ? bytes.count : decodeUTF8(bytes)?.count
}

/// The Unicode scalars of well-formed UTF-8, or nil.
///
/// By hand, because `String` would repair what is broken where a batch must be refused.
public func decodeUTF8(_ bytes: [UInt8]) -> [Unicode.Scalar]? {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
        let first = UInt32(bytes[index])
        let (length, bits, least): (Int, UInt32, UInt32)
        switch first {
        case 0x00...0x7F: (length, bits, least) = (1, first, 0)
        case 0xC2...0xDF: (length, bits, least) = (2, first & 0x1F, 0x80)
        case 0xE0...0xEF: (length, bits, least) = (3, first & 0x0F, 0x800)
        case 0xF0...0xF4: (length, bits, least) = (4, first & 0x07, 0x10000)
        default: return nil
        }
        guard index + length <= bytes.count else { return nil }
        var value = bits
        for following in bytes[(index + 1)..<(index + length)] {
            guard following & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(following & 0x3F)
        }
        guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
        scalars.append(scalar)
        index += length
    }
    return scalars
}

/// The UTF-8 form of scalars.
public func encodeUTF8(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in scalars { bytes.append(utf8: scalar) }
    return bytes
}

extension [UInt8] {
    /// Appends the scalar's 1...4 bytes of UTF-8.
    @inline(__always)
    mutating func append(utf8 scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0..<0x80:
            append(UInt8(truncatingIfNeeded: value))
        case 0x80..<0x800:
            append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        case 0x800..<0x10000:
            append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        default:
            append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        }
    }
}

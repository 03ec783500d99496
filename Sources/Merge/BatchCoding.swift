// The bytes of a batch, version 1. The same bytes travel, are stored and are hashed.
//
//     batch     = 0x01 session firstSequence count parent* count operation*
//     parent    = session sequence                         ascending
//     operation = 0x01 place at text                       insert
//               | 0x02 place at count                      delete
//               | 0x03 node key value                      set
//     value     = 0x00 | 0x01 (false) | 0x02 (true) | 0x03 zigzag | 0x04 text
//
// Numbers are LEB128 in their shortest form; places, names and texts are counted bytes of UTF-8.

extension EditBatch {
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.formatVersion)
        writer.write(session.rawValue)
        writer.write(firstSequence)
        writer.write(parents.count)
        for parent in parents {
            writer.write(parent.session.rawValue)
            writer.write(parent.sequence)
        }
        writer.write(operations.count)
        for operation in operations {
            operation.encode(to: &writer)
        }
        return writer.bytes
    }

    /// Reads exactly one batch.
    ///
    /// - Throws: a ``DecodingError`` for anything but the one form that ``encoded()`` gives; limits are
    ///   ``BatchLimits``. Whether the batch fits a document is another question: see `Document.check`.
    public init(decoding bytes: [UInt8]) throws(DecodingError) {
        guard bytes.count <= BatchLimits.bytes else { throw .tooLarge }
        var reader = ByteReader(bytes)
        let version = try reader.readByte()
        guard version == Self.formatVersion else { throw .unknownKind(version) }
        session = SessionID(try reader.readNumber())
        firstSequence = try reader.readNumber()
        guard firstSequence < BatchLimits.sequence else { throw .tooLarge }
        var parents: [EventID] = []
        for _ in 0..<(try reader.readCount(limit: BatchLimits.parents)) {
            let parent = EventID(session: SessionID(try reader.readNumber()), sequence: try reader.readNumber())
            if let last = parents.last, parent <= last { throw .badNumber }
            parents.append(parent)
        }
        self.parents = parents
        var operations: [Operation] = []
        for _ in 0..<(try reader.readCount(limit: BatchLimits.operations)) {
            operations.append(try Operation(from: &reader))
        }
        guard !operations.isEmpty else { throw .truncated }
        self.operations = operations
        try reader.expectEnd()
    }

    /// The id of the first event of something that is perhaps no valid batch; nil where not even that can be read.
    public static func identifier(of bytes: [UInt8]) -> EventID? {
        var reader = ByteReader(bytes)
        do throws(DecodingError) {
            _ = try reader.readByte()
            return EventID(session: SessionID(try reader.readNumber()), sequence: try reader.readNumber())
        } catch {
            return nil
        }
    }

    private static let formatVersion: UInt8 = 1
}

extension Operation {
    fileprivate func encode(to writer: inout ByteWriter) {
        switch self {
        case .insert(let place, let position, let scalars):
            writer.write(byte: 1)
            writer.write(counted: place.bytes)
            writer.write(position)
            writer.write(counted: encodeUTF8(scalars))
        case .delete(let place, let position, let count):
            writer.write(byte: 2)
            writer.write(counted: place.bytes)
            writer.write(position)
            writer.write(count)
        case .set(let node, let key, let value):
            writer.write(byte: 3)
            writer.write(counted: node.bytes)
            writer.write(counted: key.bytes)
            RegisterValue.encode(value, to: &writer)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(DecodingError) {
        let kind = try reader.readByte()
        switch kind {
        case 1:
            let place = try reader.readPlace()
            let position = try reader.readCount(limit: BatchLimits.eventsPerDocument)
            guard let scalars = decodeUTF8(try reader.readCounted(limit: BatchLimits.bytes)) else { throw .badText }
            guard (1...BatchLimits.scalars).contains(scalars.count) else { throw .tooLarge }
            self = .insert(place, at: position, scalars)
        case 2:
            let place = try reader.readPlace()
            let position = try reader.readCount(limit: BatchLimits.eventsPerDocument)
            let count = try reader.readCount(limit: BatchLimits.scalars)
            guard count > 0 else { throw .badNumber }
            self = .delete(place, at: position, count: count)
        case 3:
            self = .set(
                node: try reader.readNode(), key: try reader.readName(), try RegisterValue.decode(from: &reader))
        default:
            throw .unknownKind(kind)
        }
    }
}

extension RegisterValue {
    fileprivate static func encode(_ value: RegisterValue?, to writer: inout ByteWriter) {
        switch value {
        case nil:
            writer.write(byte: 0)
        case .bool(let truth):
            writer.write(byte: truth ? 2 : 1)
        case .integer(let number):
            writer.write(byte: 3)
            writer.write(UInt64(bitPattern: number << 1 ^ number >> 63))
        case .string(let scalars):
            writer.write(byte: 4)
            writer.write(counted: encodeUTF8(scalars))
        }
    }

    fileprivate static func decode(from reader: inout ByteReader) throws(DecodingError) -> RegisterValue? {
        let kind = try reader.readByte()
        switch kind {
        case 0: return nil
        case 1: return .bool(false)
        case 2: return .bool(true)
        case 3:
            let folded = try reader.readNumber()
            return .integer(Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1))
        case 4:
            guard let scalars = decodeUTF8(try reader.readCounted(limit: BatchLimits.registerBytes)) else {
                throw .badText
            }
            return .string(scalars)
        default:
            throw .unknownKind(kind)
        }
    }
}

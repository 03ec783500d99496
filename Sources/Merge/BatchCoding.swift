// The bytes of a batch, version 2. The same bytes travel, are stored and are hashed.
//
//     batch     = head session firstSequence basis? count? operation*
//     head      = 0x20 | basis form (bits 0–1) | one operation, no count (bit 2)
//     basis     = nothing                              form 0: the session's own previous event and no other
//               | logCount                             form 1
//               | count (session sequence)*            form 2: these, ascending, and the session's previous event
//               | count (session sequence)*            form 3: these alone
//     operation = kind place? at …                     kind: bits 0–2 below | as before (bit 3) | attributes (bit 4)
//                                                            | length 1…7 in bits 5–7, 0 if a number follows
//                 1 insert    text [attributes]        length: bytes of UTF-8
//                 2 delete                             length: scalars
//                 3 set       node key value
//                 4 format    key value                length: scalars
//     attributes = count (key value)*                  at least one, keys ascending
//     value     = 0x00 (nil) | 0x01 (false) | 0x02 (true) | 0x03 zigzag | 0x04 text
//
// *As before* stands for the place of the operation before, where that is in an earlier batch of the session too: a
// keystroke then takes about ten bytes; it may be written out all the same. Numbers are LEB128 in their shortest form;
// places, names and texts are counted bytes of UTF-8. Whatever else could be shorter is refused.

extension EditBatch {
    /// - Parameter lastPlace: the ``lastPlace`` of the session's batch before, nil for none.
    public func encoded(after lastPlace: Place?) -> [UInt8] {
        var writer = ByteWriter()
        let isSingle = operations.count == 1
        let form = basisForm
        writer.write(byte: Self.formatVersion | form | (isSingle ? 4 : 0))
        writer.write(session.rawValue)
        writer.write(firstSequence)
        switch basis {
        case .log(let count):
            writer.write(count)
        case .events(let parents):
            if form > 1 {
                writer.write(form == 2 ? parents.count - 1 : parents.count)
                for parent in parents where form == 3 || parent != previousOwn {
                    writer.write(parent.session.rawValue)
                    writer.write(parent.sequence)
                }
            }
        }
        if !isSingle { writer.write(operations.count) }
        var place = lastPlace
        for operation in operations {
            operation.encode(to: &writer, after: place)
            place = operation.place ?? place
        }
        return writer.bytes
    }

    private var basisForm: UInt8 {
        guard case .events(let parents) = basis else { return 1 }
        guard let own = previousOwn else { return parents.isEmpty ? 0 : 3 }
        if parents == [own] { return 0 }
        return parents.contains(own) ? 2 : 3
    }

    /// Reads exactly one batch.
    ///
    /// - Parameter lastPlace: gives the ``lastPlace`` of the session's batch before, nil for none.
    /// - Throws: a ``DecodingError`` for anything that ``encoded(after:)`` would not write, but for a place in full; limits
    ///   are ``BatchLimits``. Whether the batch fits a document is another question: see `Document.check`.
    public init(decoding bytes: [UInt8], after lastPlace: (SessionID) -> Place?) throws(DecodingError) {
        guard bytes.count <= BatchLimits.bytes else { throw .tooLarge }
        var reader = ByteReader(bytes)
        let head = try reader.readByte()
        guard head & 0xF8 == Self.formatVersion else { throw .unknownKind(head) }
        session = SessionID(try reader.readNumber())
        firstSequence = try reader.readNumber()
        guard firstSequence < BatchLimits.sequence else { throw .tooLarge }
        basis = try Basis(from: &reader, form: head & 3, session: session, firstSequence: firstSequence)
        let count = head & 4 != 0 ? 1 : try reader.readCount(limit: BatchLimits.operations)
        guard count > 1 || head & 4 != 0 else { throw count == 0 ? .truncated : .badNumber }
        var operations: [Operation] = []
        operations.reserveCapacity(min(count, reader.remaining))
        var place = lastPlace(session)
        for _ in 0..<count {
            let operation = try Operation(from: &reader, after: place)
            place = operation.place ?? place
            operations.append(operation)
        }
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

    private static let formatVersion: UInt8 = 0x20
}

extension Basis {
    fileprivate init(
        from reader: inout ByteReader, form: UInt8, session: SessionID, firstSequence: UInt64
    ) throws(DecodingError) {
        if form == 1 {
            self = .log(count: try reader.readCount(limit: BatchLimits.eventsPerDocument))
            return
        }
        let own = firstSequence == 0 ? nil : EventID(session: session, sequence: firstSequence - 1)
        var parents: [EventID] = []
        if form > 1 {
            let count = try reader.readCount(limit: BatchLimits.parents)
            guard count > 0 else { throw .badNumber }
            for _ in 0..<count {
                let parent = EventID(session: SessionID(try reader.readNumber()), sequence: try reader.readNumber())
                if let last = parents.last, parent <= last { throw .badNumber }
                guard parent != own, parent.sequence < BatchLimits.sequence else { throw .badNumber }
                parents.append(parent)
            }
        }
        if form != 3 {
            if let own {
                parents.insert(own, at: parents.firstIndex { own < $0 } ?? parents.count)
            } else if form == 2 {
                throw .badNumber
            }
        }
        self = .events(parents)
    }
}

private enum Kind {
    static let insert: UInt8 = 1
    static let delete: UInt8 = 2
    static let set: UInt8 = 3
    static let format: UInt8 = 4
    static let mask: UInt8 = 7
    static let asBefore: UInt8 = 8
    static let hasAttributes: UInt8 = 16
}

extension Operation {
    fileprivate func encode(to writer: inout ByteWriter, after last: Place?) {
        switch self {
        case .insert(let place, let position, let scalars, let attributes):
            let text = encodeUTF8(scalars)
            Self.write(
                Kind.insert | (attributes.isEmpty ? 0 : Kind.hasAttributes), length: text.count, place, after: last,
                at: position, to: &writer)
            writer.write(raw: text)
            if !attributes.isEmpty { writer.write(attributes) }
        case .delete(let place, let position, let count):
            Self.write(Kind.delete, length: count, place, after: last, at: position, to: &writer)
        case .set(let node, let key, let value):
            writer.write(byte: Kind.set)
            writer.write(counted: node.bytes)
            writer.write(counted: key.bytes)
            writer.write(value)
        case .format(let place, let position, let count, let key, let value):
            Self.write(Kind.format, length: count, place, after: last, at: position, to: &writer)
            writer.write(counted: key.bytes)
            writer.write(value)
        }
    }

    private static func write(
        _ kind: UInt8, length: Int, _ place: Place, after last: Place?, at position: Int, to writer: inout ByteWriter
    ) {
        let isAsBefore = place == last
        writer.write(byte: kind | (isAsBefore ? Kind.asBefore : 0) | (length < 8 ? UInt8(length) << 5 : 0))
        if !isAsBefore { writer.write(counted: place.bytes) }
        writer.write(position)
        if length >= 8 { writer.write(length) }
    }

    fileprivate init(from reader: inout ByteReader, after last: Place?) throws(DecodingError) {
        let head = try reader.readByte()
        let kind = head & Kind.mask
        let hasAttributes = head & Kind.hasAttributes != 0
        guard (Kind.insert...Kind.format).contains(kind), !hasAttributes || kind == Kind.insert else {
            throw .unknownKind(head)
        }
        if kind == Kind.set {
            guard head == Kind.set else { throw .unknownKind(head) }
            let node = try reader.readNode()
            let key = try reader.readName()
            self = .set(node: node, key: key, try reader.readValue(limit: BatchLimits.registerBytes))
            return
        }
        let place: Place
        if head & Kind.asBefore != 0 {
            guard let last else { throw .badName }
            place = last
        } else {
            place = try reader.readPlace()
        }
        let position = try reader.readCount(limit: BatchLimits.eventsPerDocument)
        var length = Int(head >> 5)
        if length == 0 {
            length = try reader.readCount(limit: kind == Kind.insert ? BatchLimits.bytes : BatchLimits.scalars)
            guard length >= 8 else { throw .badNumber }
        }
        switch kind {
        case Kind.insert:
            guard let scalars = decodeUTF8(try reader.readRaw(length)) else { throw .badText }
            guard scalars.count <= BatchLimits.scalars else { throw .tooLarge }
            self = .insert(place, at: position, scalars, hasAttributes ? try reader.readAttributes() : .none)
        case Kind.delete:
            self = .delete(place, at: position, count: length)
        default:
            let key = try reader.readName()
            self = .format(
                place, at: position, count: length, key: key, try reader.readValue(limit: BatchLimits.attributeBytes))
        }
    }
}

extension ByteWriter {
    package mutating func write(_ attributes: Attributes) {
        write(attributes.entries.count)
        for entry in attributes.entries {
            write(counted: entry.key.bytes)
            write(entry.value)
        }
    }

    package mutating func write(_ value: RegisterValue?) {
        switch value {
        case nil:
            write(byte: 0)
        case .bool(let truth):
            write(byte: truth ? 2 : 1)
        case .integer(let number):
            write(byte: 3)
            write(zigzag: number)
        case .string(let scalars):
            write(byte: 4)
            write(counted: encodeUTF8(scalars))
        }
    }
}

extension ByteReader {
    /// At least one, keys ascending.
    package mutating func readAttributes() throws(DecodingError) -> Attributes {
        let count = try readCount(limit: BatchLimits.attributes)
        guard count > 0 else { throw .badNumber }
        var attributes = Attributes()
        for _ in 0..<count {
            let key = try readName()
            if let last = attributes.entries.last, !(last.key < key) { throw .badName }
            guard let value = try readValue(limit: BatchLimits.attributeBytes) else { throw .unknownKind(0) }
            attributes[key] = value
        }
        return attributes
    }

    /// - Parameter limit: of a text, in bytes.
    package mutating func readValue(limit: Int) throws(DecodingError) -> RegisterValue? {
        let kind = try readByte()
        switch kind {
        case 0: return nil
        case 1: return .bool(false)
        case 2: return .bool(true)
        case 3: return .integer(try readZigzag())
        case 4:
            guard let scalars = decodeUTF8(try readCounted(limit: limit)) else { throw .badText }
            return .string(scalars)
        default:
            throw .unknownKind(kind)
        }
    }
}

// The bytes of a batch, version 1, which older stores hold: they are read as they are, because their hashes are in the
// store's chain, and never written again.
//
//     batch     = 0x01 session firstSequence count parent* count operation*
//     parent    = session sequence                         ascending
//     operation = 0x01 place at text                       insert
//               | 0x02 place at count                      delete
//               | 0x03 node key value                      set

extension EditBatch {
    /// Reads a stored batch of any version; see ``init(decoding:after:)``.
    public init(stored bytes: [UInt8], after lastPlace: (SessionID) -> Place?) throws(DecodingError) {
        guard bytes.first == 1 else {
            try self.init(decoding: bytes, after: lastPlace)
            return
        }
        guard bytes.count <= BatchLimits.bytes else { throw .tooLarge }
        var reader = ByteReader(bytes)
        _ = try reader.readByte()
        let session = SessionID(try reader.readNumber())
        let firstSequence = try reader.readNumber()
        guard firstSequence < BatchLimits.sequence else { throw .tooLarge }
        var parents: [EventID] = []
        for _ in 0..<(try reader.readCount(limit: BatchLimits.parents)) {
            let parent = EventID(session: SessionID(try reader.readNumber()), sequence: try reader.readNumber())
            if let last = parents.last, parent <= last { throw .badNumber }
            parents.append(parent)
        }
        var operations: [Operation] = []
        for _ in 0..<(try reader.readCount(limit: BatchLimits.operations)) {
            operations.append(try Operation(firstVersion: &reader))
        }
        guard !operations.isEmpty else { throw .truncated }
        try reader.expectEnd()
        self.init(session: session, firstSequence: firstSequence, parents: parents, operations: operations)
    }
}

extension Operation {
    fileprivate init(firstVersion reader: inout ByteReader) throws(DecodingError) {
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
            let node = try reader.readNode()
            let key = try reader.readName()
            self = .set(node: node, key: key, try reader.readValue(limit: BatchLimits.registerBytes))
        default:
            throw .unknownKind(kind)
        }
    }
}

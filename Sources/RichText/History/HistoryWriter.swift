public import Merge

extension Document {
    /// The whole history, without what follows from it; see ``init(history:)``.
    ///
    /// - Throws: where the document was opened without it and it is damaged.
    public mutating func encodedHistory() throws(DecodingError) -> [UInt8] {
        try readHistory()
        var writer = HistoryWriter(self)
        HistoryReader(self).forEachRun { run, parts in writer.write(run, parts) }
        return writer.bytes
    }
}

/// Writes a history in the form of HistoryCoding.swift.
private struct HistoryWriter {
    private let document: Document
    /// The runs so far, as the log of a server that had heard of them in this order.
    private var order = SettledLog()
    /// How much of the order each session had seen at least, by its number.
    private var seen: [Int32]
    private var log = ByteWriter()
    private var runCount = 0
    private var columns: [SessionColumn]
    private var tables = HistoryTables()

    init(_ document: Document) {
        self.document = document
        let sessions = document.graph.sessionsByNumber
        seen = Array(repeating: 0, count: sessions.count)
        columns = Array(repeating: SessionColumn(), count: sessions.count)
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: HistoryForm.magic)
        writer.write(byte: HistoryForm.version)
        let sessions = document.graph.sessionsByNumber
        writer.write(sessions.count)
        for session in sessions { writer.write(session.rawValue) }
        tables.write(to: &writer)
        writer.write(runCount)
        writer.write(raw: log.bytes)
        for var column in columns {
            column.end()
            writer.write(counted: column.text)
            writer.write(counted: column.operations.bytes)
        }
        return writer.bytes
    }

    mutating func write(_ run: EventGraph.RunDescription, _ parts: [HistoryPart]) {
        writeHead(run)
        order.settle(run.events, in: document.graph)
        runCount += 1
        for part in parts {
            switch part {
            case .text(let number, let operation):
                columns[run.sessionNumber].write(
                    operation, in: document.texts[number], at: document.places[number], &tables)
            case .register(let write):
                columns[run.sessionNumber].write(write, &tables)
            }
        }
    }

    private mutating func writeHead(_ run: EventGraph.RunDescription) {
        let (form, distances) = basis(of: run)
        let session = min(UInt8(clamping: run.sessionNumber), HistoryForm.longSession)
        log.write(
            byte: form | (run.events.count == 1 ? HistoryForm.isSingle : 0) | session << HistoryForm.sessionShift)
        if session == HistoryForm.longSession { log.write(run.sessionNumber - Int(session)) }
        if run.events.count > 1 { log.write(run.events.count) }
        if form == HistoryForm.listed { log.write(distances.count) }
        for distance in distances { log.write(Int(distance)) }
    }

    private mutating func basis(of run: EventGraph.RunDescription) -> (form: UInt8, distances: [Int32]) {
        let start = run.events.lowerBound
        let session = run.sessionNumber
        let everything = order.version(ofFirst: start, in: document.graph)!
        if run.parents == everything {
            seen[session] = start
            return (run.parents.count <= 1 ? HistoryForm.previous : HistoryForm.everything, [])
        }
        for parent in run.parents where document.graph.sessionNumber(of: parent) != session {
            seen[session] = max(seen[session], parent.rawValue + 1)
        }
        if run.parents == [LogIndex(start - 1)] { return (HistoryForm.previous, []) }
        let own =
            run.firstSequence == 0
            ? nil : document.graph.index(of: EventID(session: run.session, sequence: run.firstSequence - 1))
        if order.version(ofFirst: seen[session], and: own, in: document.graph) == run.parents {
            return (HistoryForm.prefix, [start - seen[session]])
        }
        return (HistoryForm.listed, run.parents.reversed().map { start - $0.rawValue })
    }
}

/// Numbers for what a history names more than once.
private struct HistoryTables {
    private var places = Numbering<Place>()
    private var sets = Numbering<Attributes>()
    private var names = Numbering<Name>()

    mutating func number(of place: Place) -> Int {
        places.number(adding: place)
    }

    /// From 1; 0 for no attributes.
    mutating func number(of set: Attributes) -> Int {
        set.isEmpty ? 0 : sets.number(adding: set) + 1
    }

    mutating func number(of name: Name) -> Int {
        names.number(adding: name)
    }

    func write(to writer: inout ByteWriter) {
        writer.write(places.count)
        for place in places.elements { writer.write(counted: place.bytes) }
        writer.write(sets.count)
        for set in sets.elements { writer.write(set) }
        writer.write(names.count)
        for name in names.elements { writer.write(counted: name.bytes) }
    }
}

/// What one session did, in its own order.
private struct SessionColumn {
    var text: [UInt8] = []
    var operations = ByteWriter()
    private var place: Int?
    private var set = 0
    /// Where the operation before ended.
    private var cursor = 0
    /// An operation that may still grow.
    private var open: (kind: UInt8, position: Int, count: Int)?

    mutating func write(
        _ operation: LoggedOperation, in sequence: TextSequence, at place: Place, _ tables: inout HistoryTables
    ) {
        let number = tables.number(of: place)
        if number != self.place {
            end()
            operations.write(other: HistoryForm.place)
            operations.write(number)
            self.place = number
        }
        let position = Int(operation.position)
        let count = Int(operation.count)
        switch operation.kind {
        case .insert:
            let set = tables.number(of: sequence.attributes(of: operation))
            if set != self.set {
                end()
                operations.write(other: HistoryForm.attributes)
                operations.write(set)
                self.set = set
            }
            sequence.withText(of: operation) { text.append(contentsOf: $0) }
            if let open, open.kind == HistoryForm.insert, open.position + open.count == position {
                self.open!.count += count
            } else {
                begin(HistoryForm.insert, position, count)
            }
        case .delete, .backspace:
            delete(position, count, isBackspace: operation.kind == .backspace)
        case .format:
            end()
            let format = sequence.format(of: operation)
            operations.write(other: HistoryForm.format)
            operations.write(zigzag: Int64(position - cursor))
            operations.write(format.length)
            operations.write(tables.number(of: format.key))
            operations.write(format.value)
        }
    }

    mutating func write(_ write: Document.RegisterWrite, _ tables: inout HistoryTables) {
        end()
        operations.write(other: HistoryForm.set)
        operations.write(tables.number(of: write.register.node))
        operations.write(tables.number(of: write.register.key))
        operations.write(write.value)
    }

    private mutating func delete(_ position: Int, _ count: Int, isBackspace: Bool) {
        if let open {
            let canContinue = open.kind == HistoryForm.delete || open.kind == HistoryForm.backspace
            let isOne = canContinue && open.count == 1
            if canContinue, !isBackspace || count == 1, open.kind == HistoryForm.delete || isOne,
                position == open.position
            {
                self.open = (HistoryForm.delete, open.position, open.count + count)
                return
            }
            if canContinue, isBackspace || count == 1, open.kind == HistoryForm.backspace || isOne,
                position == open.position - open.count
            {
                self.open = (HistoryForm.backspace, open.position, open.count + count)
                return
            }
        }
        begin(isBackspace ? HistoryForm.backspace : HistoryForm.delete, position, count)
    }

    private mutating func begin(_ kind: UInt8, _ position: Int, _ count: Int) {
        end()
        open = (kind, position, count)
    }

    /// Writes what was still open.
    mutating func end() {
        guard var open else { return }
        self.open = nil
        // One scalar taken is taken forwards or backwards, whichever is nearer.
        if open.count == 1, open.kind == HistoryForm.delete, open.position + 1 == cursor {
            open.kind = HistoryForm.backspace
        } else if open.count == 1, open.kind == HistoryForm.backspace, open.position + 1 != cursor {
            open.kind = HistoryForm.delete
        }
        let start = open.kind == HistoryForm.backspace ? open.position + 1 : open.position
        let jump = start - cursor
        let length = open.count <= HistoryForm.longestInHead ? UInt8(open.count) : 0
        operations.write(
            byte: open.kind | (jump != 0 ? HistoryForm.hasJump : 0) | length << HistoryForm.lengthShift)
        if jump != 0 { operations.write(zigzag: Int64(jump)) }
        if length == 0 { operations.write(open.count - HistoryForm.longestInHead - 1) }
        switch open.kind {
        case HistoryForm.insert: cursor = start + open.count
        case HistoryForm.backspace: cursor = start - open.count
        default: cursor = start
        }
    }
}

extension ByteWriter {
    fileprivate mutating func write(other kind: UInt8) {
        write(byte: HistoryForm.other | kind << 2)
    }
}

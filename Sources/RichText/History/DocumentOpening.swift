public import Merge

// The bytes of a document as it is opened: what it says, then its history, which is not read before it is needed.
//
//     saved     = 0x53 0x01 base texts registers history
//     base      = count lamport heads sessions
//     heads     = count (session sequence)*      ascending
//     sessions  = count (session next text)*     in the order of their first events; text: 1 + a number below, or 0
//     texts     = count (place text spans)*
//     spans     = count (length attributes)*     none for a text without attributes; 0 or a set of attributes
//     registers = count (node key value lamport session sequence)*
//     history   = length, the bytes of HistoryCoding.swift

extension Document {
    /// What a server keeps for opening the document, and sends to somebody who opens it.
    ///
    /// - Throws: where the document was opened without its history and that is damaged.
    public mutating func saved() throws(DecodingError) -> [UInt8] {
        let history = try encodedHistory()
        var writer = ByteWriter()
        writer.write(byte: 0x53)
        writer.write(byte: 1)
        writer.write(graph.count)
        var lamport: UInt64 = 0
        for head in graph.heads { lamport = max(lamport, graph.lamport(of: head)) }
        writer.write(lamport)
        let heads = graph.frontier
        writer.write(heads.count)
        for head in heads {
            writer.write(head.session.rawValue)
            writer.write(head.sequence)
        }
        let sessions = graph.sessionsByNumber
        writer.write(sessions.count)
        for (number, session) in sessions.enumerated() {
            writer.write(session.rawValue)
            writer.write(graph.nextSequence(of: session))
            writer.write(number < lastTexts.count ? Int(lastTexts[number]) + 1 : 0)
        }
        writer.write(texts.count)
        for (number, text) in texts.enumerated() {
            writer.write(counted: places[number].bytes)
            writer.write(counted: text.utf8)
            let runs = text.attributeRuns
            writer.write(runs.count)
            for run in runs {
                writer.write(run.count)
                if run.attributes.isEmpty { writer.write(byte: 0) } else { writer.write(run.attributes) }
            }
        }
        writer.write(registers.count)
        for (number, entry) in registers.enumerated() {
            let register = registerKeys[number]
            writer.write(counted: register.node.bytes)
            writer.write(counted: register.key.bytes)
            writer.write(entry.value)
            writer.write(entry.lamport)
            writer.write(entry.writer.session.rawValue)
            writer.write(entry.writer.sequence)
        }
        writer.write(counted: history)
        return writer.bytes
    }

    /// Opens a document from what ``saved()`` gave, without touching its history.
    ///
    /// - Throws: a ``Merge/DecodingError`` for other bytes. A history that is damaged shows when it is needed.
    public init(saved bytes: [UInt8]) throws(DecodingError) {
        self.init()
        var reader = ByteReader(bytes)
        guard try reader.readByte() == 0x53 else { throw .unknownKind(bytes[0]) }
        let version = try reader.readByte()
        guard version == 1 else { throw .unknownKind(version) }
        let base = try GraphBase(from: &reader, &lastTexts)
        graph = EventGraph(base: base)
        if base.count > 0 { log.settle(0..<Int32(base.count), in: graph) }
        for _ in 0..<(try reader.readCount(limit: DocumentLimits.places)) { try readText(&reader) }
        guard lastTexts.allSatisfy({ $0 < texts.count }) else { throw .badNumber }
        for _ in 0..<(try reader.readCount(limit: DocumentLimits.registers)) {
            let register = RegisterKey(node: try reader.readNode(), key: try reader.readName())
            let value = try reader.readValue(limit: BatchLimits.registerBytes)
            let lamport = try reader.readNumber()
            let writer = EventID(session: SessionID(try reader.readNumber()), sequence: try reader.readNumber())
            guard registerKeys.number(adding: register) == registers.count else { throw .badName }
            registers.append(RegisterEntry(value: value, lamport: lamport, writer: writer))
        }
        unreadHistory = try reader.readCounted(limit: reader.remaining)
        try reader.expectEnd()
    }

    private mutating func readText(_ reader: inout ByteReader) throws(DecodingError) {
        let place = try reader.readPlace()
        guard places.number(of: place) == nil else { throw .badName }
        let text = try reader.readCounted(limit: reader.remaining)
        guard let count = Merge.scalarCount(ofUTF8: text), count <= DocumentLimits.scalarsPerText else {
            throw .badText
        }
        var runs: [(count: Int, attributes: Attributes)] = []
        var covered = 0
        for _ in 0..<(try reader.readCount(limit: reader.remaining)) {
            let length = try reader.readCount(limit: count - covered)
            let attributes = try reader.peekByte() == 0 ? Attributes.none : try reader.readAttributes()
            if attributes.isEmpty { _ = try reader.readByte() }
            guard length > 0 else { throw .badNumber }
            covered += length
            runs.append((length, attributes))
        }
        guard runs.isEmpty || covered == count else { throw .badNumber }
        texts.append(TextSequence(utf8: text, count: count, runs: runs))
        _ = places.number(adding: place)
        scalarCount += count
    }

    /// Reads the history, where the document was opened without, because something asks for the past.
    ///
    /// - Throws: where its bytes are damaged; the document is as it was.
    mutating func readHistory() throws(DecodingError) {
        guard let bytes = unreadHistory else { return }
        var whole = try Document(history: bytes)
        guard whole.graph.count == graph.base?.count ?? 0 else { throw .badNumber }
        try replay(onto: &whole)
        self = whole
    }

    /// - Returns: whether the whole history is there now.
    mutating func hasHistory() -> Bool {
        do throws(DecodingError) {
            try readHistory()
            return true
        } catch {
            return false
        }
    }

    /// A part of the history as its author made it.
    func operations(of part: HistoryPart) -> [Operation] {
        switch part {
        case .text(let number, let operation):
            texts[number].operations(of: operation, at: places[number])
        case .register(let write):
            [.set(node: write.register.node, key: write.register.key, write.value)]
        }
    }

    /// Makes again what came in since the document was opened.
    private func replay(onto whole: inout Document) throws(DecodingError) {
        let opened = whole.graph.count
        let heads = whole.graph.heads
        var failure = false
        HistoryReader(self).forEachRun(from: Int32(opened)) { run, parts in
            var parents: [LogIndex] = []
            for parent in run.parents { parents += parent.rawValue < Int32(opened) ? heads : [parent] }
            var operations: [Operation] = []
            for part in parts { operations += self.operations(of: part) }
            let batch = EditBatch(
                session: run.session, firstSequence: run.firstSequence,
                parents: parents.map { whole.graph.id(of: $0) }.sortedFew(), operations: operations)
            do throws(BatchError) {
                _ = try whole.apply(batch, isSettled: false)
            } catch {
                failure = true
            }
        }
        guard !failure else { throw .badNumber }
        whole.log = log
        whole.log.rebase(in: whole.graph)
        whole.unsettled = unsettled
    }
}

extension GraphBase {
    fileprivate init(from reader: inout ByteReader, _ lastTexts: inout [Int32]) throws(DecodingError) {
        let count = try reader.readCount(limit: BatchLimits.eventsPerDocument)
        let lamport = try reader.readCount(limit: count)
        var heads: [EventID] = []
        for _ in 0..<(try reader.readCount(limit: reader.remaining)) {
            heads.append(EventID(session: SessionID(try reader.readNumber()), sequence: try reader.readNumber()))
        }
        var sessions: [Session] = []
        for _ in 0..<(try reader.readCount(limit: reader.remaining)) {
            sessions.append(
                Session(id: SessionID(try reader.readNumber()), next: try reader.readCount(limit: count)))
            lastTexts.append(Int32(try reader.readCount(limit: DocumentLimits.places)) - 1)
        }
        guard (count == 0) == heads.isEmpty, sessions.reduce(0, { $0 + $1.next }) == count,
            sessions.map({ $0.id }).areDifferent
        else { throw .badNumber }
        self.init(count: count, lamport: lamport, heads: heads, sessions: sessions)
    }
}

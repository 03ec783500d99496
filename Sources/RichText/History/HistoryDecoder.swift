public import Merge

extension Document {
    /// Takes in a whole history, as ``encodedHistory()`` writes it.
    ///
    /// - Throws: a ``Merge/DecodingError`` for bytes that are no history, and for one that does not fit itself.
    public init(history bytes: [UInt8]) throws(DecodingError) {
        self.init()
        var decoder = try HistoryDecoder(bytes)
        try decoder.decode(into: &self)
    }
}

/// Reads the form of HistoryCoding.swift. Nothing is believed: the bytes may come from anywhere.
private struct HistoryDecoder {
    private var reader: ByteReader
    private var sessions: [SessionID] = []
    private var places: [Place] = []
    private var sets: [Attributes] = [.none]
    private var names: [Name] = []
    private var columns: [SessionReader] = []
    /// The number in the document of each place, once it has been written to.
    private var texts: [Int] = []
    private var difference = VersionDifference()
    /// How much of the history each session had seen at its last event, where it was exactly the first so much.
    private var seen: [Int32?] = []

    init(_ bytes: [UInt8]) throws(DecodingError) {
        reader = ByteReader(bytes)
        guard try reader.readByte() == HistoryForm.magic else { throw .unknownKind(bytes[0]) }
        let version = try reader.readByte()
        guard version == HistoryForm.version else { throw .unknownKind(version) }
        for _ in 0..<(try reader.readCount(limit: reader.remaining)) {
            sessions.append(SessionID(try reader.readNumber()))
        }
        guard sessions.areDifferent else { throw .badNumber }
        for _ in 0..<(try reader.readCount(limit: DocumentLimits.places)) { places.append(try reader.readPlace()) }
        for _ in 0..<(try reader.readCount(limit: reader.remaining)) { sets.append(try reader.readAttributes()) }
        for _ in 0..<(try reader.readCount(limit: reader.remaining)) { names.append(try reader.readName()) }
        texts = Array(repeating: -1, count: places.count)
        seen = Array(repeating: nil, count: sessions.count)
    }

    mutating func decode(into document: inout Document) throws(DecodingError) {
        let runs = try reader.readCount(limit: reader.remaining)
        // The columns stand behind the log; it is walked over once to find them.
        var log = reader
        for _ in 0..<runs { _ = try RunHead(from: &reader, sessions: sessions.count) }
        for _ in sessions { columns.append(try SessionReader(from: &reader)) }
        try reader.expectEnd()
        for _ in 0..<runs { try take(RunHead(from: &log, sessions: sessions.count), into: &document) }
        for column in columns { try column.expectEnd() }
    }

    private mutating func take(_ head: RunHead, into document: inout Document) throws(DecodingError) {
        let start = Int32(document.graph.count)
        guard document.graph.count + head.count <= BatchLimits.eventsPerDocument else { throw .tooLarge }
        let session = sessions[head.session]
        let next = document.graph.nextSequence(of: session)
        let own = next == 0 ? nil : document.graph.index(of: EventID(session: session, sequence: next - 1))
        let parents = try parents(of: head, start, own, in: document)
        var unseen: [Range<Int32>] = []
        if head.form == HistoryForm.prefix, let seen = seen[head.session] {
            unseen = document.graph.events(from: seen, notBy: document.graph.sessionNumber(of: session) ?? -1)
        } else if parents != document.graph.heads {
            difference.find(from: document.graph.heads, to: parents, in: document.graph)
            unseen = difference.back
            if let own, unseen.contains(where: { $0.contains(own.rawValue) }) { throw .badNumber }
        }
        document.graph.append(session: session, firstSequence: next, count: head.count, parents: parents)
        document.log.settle(start..<(start + Int32(head.count)), in: document.graph)
        var event = LogIndex(start)
        var left = head.count
        var lengths = RunLengths()
        while left > 0 {
            let step = try columns[head.session].next(atMost: left, sets: sets.count, names: names)
            try take(step, event, parents, unseen, &lengths, column: head.session, into: &document)
            event = event.advanced(by: step.eventCount)
            left -= step.eventCount
        }
    }

    private mutating func parents(
        of head: RunHead, _ start: Int32, _ own: LogIndex?, in document: Document
    ) throws(DecodingError) -> [LogIndex] {
        switch head.form {
        case HistoryForm.previous:
            let parents = start == 0 ? [] : [LogIndex(start - 1)]
            seen[head.session] = parents == document.graph.heads ? start : nil
            return parents
        case HistoryForm.everything:
            seen[head.session] = start
            return document.graph.heads
        case HistoryForm.prefix:
            guard let distance = head.distances.first, distance <= start,
                let version = document.log.version(
                    ofFirst: start - distance, and: own, whoHadSeen: seen[head.session], in: document.graph)
            else { throw .badNumber }
            if let own, !document.log.contains(own.rawValue, inFirst: start - distance) {
                // Their own last event may have seen more than it is said that they have.
                seen[head.session] = seen[head.session].map { max($0, start - distance) }
            } else {
                seen[head.session] = start - distance
            }
            return version
        default:
            seen[head.session] = nil
            var parents: [LogIndex] = []
            for distance in head.distances.reversed() {
                guard distance > 0, distance <= start else { throw .badNumber }
                let parent = LogIndex(start - distance)
                if let last = parents.last, parent <= last { throw .badNumber }
                parents.append(parent)
            }
            guard parents.count < 2 || document.graph.newest(of: parents) == parents else { throw .badNumber }
            return parents
        }
    }

    private mutating func take(
        _ step: SessionReader.Step, _ event: LogIndex, _ parents: [LogIndex], _ unseen: [Range<Int32>],
        _ lengths: inout RunLengths, column: Int, into document: inout Document
    ) throws(DecodingError) {
        if case .set(let node, let key, let value) = step.action {
            let register = Document.RegisterKey(node: node, key: key)
            guard
                document.registerKeys.number(of: register) != nil || document.registers.count < DocumentLimits.registers
            else {
                throw .tooLarge
            }
            _ = document.write(value, to: register, by: event)
            return
        }
        guard step.place >= 0, step.place < places.count else { throw .badNumber }
        if texts[step.place] < 0 { texts[step.place] = document.textNumber(addingAt: places[step.place]) }
        let number = texts[step.place]
        let length =
            unseen.isEmpty
            ? document.count(ofText: number)
            : lengths[number] ?? document.texts[number].length(at: parents, unseen: unseen, in: document.graph)
        switch step.action {
        case .insert(let bytes):
            guard step.position <= length, length + step.count <= DocumentLimits.scalarsPerText else { throw .tooLarge }
            columns[column].withText(bytes) { text in
                document.texts[number].insert(
                    utf8: text, count: step.count, sets[step.set], at: step.position, event: event, unseen: unseen,
                    in: document.graph)
            }
            document.scalarCount += step.count
            lengths[number] = length + step.count
        case .delete(let isBackspace):
            let first = isBackspace ? step.position - step.count + 1 : step.position
            guard first >= 0, first + step.count <= length else { throw .tooLarge }
            document.scalarCount -= document.texts[number].delete(
                step.count, at: step.position, isBackspace: isBackspace, event: event, unseen: unseen,
                in: document.graph
            ) { _ in }
            lengths[number] = length - step.count
        case .format(let count, let key, let value):
            guard count > 0, step.position + count <= length,
                document.texts[number].keyCount < DocumentLimits.attributesPerText
            else { throw .tooLarge }
            document.texts[number].format(
                count, at: step.position, key: key, value: value, event: event, unseen: unseen, in: document.graph
            ) { _ in }
            lengths[number] = length
        case .set:
            break
        }
        guard document.scalarCount <= DocumentLimits.scalars else { throw .tooLarge }
        document.note(number, changedBy: event)
    }
}

extension [SessionID] {
    var areDifferent: Bool {
        var seen = Numbering<SessionID>()
        for session in self { _ = seen.number(adding: session) }
        return seen.count == count
    }
}

/// How long texts are for the author of a run, as it goes on.
private struct RunLengths {
    private var entries: [(text: Int, length: Int)] = []

    subscript(text: Int) -> Int? {
        get { entries.last { $0.text == text }?.length }
        set {
            if let last = entries.last, last.text == text {
                entries[entries.count - 1].length = newValue!
            } else {
                entries.removeAll { $0.text == text }
                entries.append((text, newValue!))
            }
        }
    }
}

/// What the log says of a run of events.
private struct RunHead {
    let session: Int
    let count: Int
    let form: UInt8
    /// How far back lies what the author had seen; what that means, the form says.
    let distances: [Int32]

    init(from reader: inout ByteReader, sessions: Int) throws(DecodingError) {
        let head = try reader.readByte()
        form = head & 3
        var session = Int(head >> HistoryForm.sessionShift)
        if session == Int(HistoryForm.longSession) { session += try reader.readCount(limit: sessions) }
        guard session < sessions else { throw .badNumber }
        self.session = session
        count = head & HistoryForm.isSingle != 0 ? 1 : try reader.readCount(limit: BatchLimits.eventsPerDocument)
        guard count > 0 else { throw .badNumber }
        var distances: [Int32] = []
        if form == HistoryForm.prefix || form == HistoryForm.listed {
            let listed = form == HistoryForm.prefix ? 1 : try reader.readCount(limit: BatchLimits.parents)
            for _ in 0..<listed {
                distances.append(Int32(try reader.readCount(limit: BatchLimits.eventsPerDocument)))
            }
        }
        self.distances = distances
    }
}

/// Reads what one session did, as much as is asked for.
private struct SessionReader {
    enum Action {
        /// Where in the column's text.
        case insert(Range<Int>)
        case delete(isBackspace: Bool)
        case format(Int, Name, RegisterValue?)
        case set(Name, Name, RegisterValue?)
    }

    struct Step {
        let action: Action
        /// A number of the history's table; −1 where none was named.
        let place: Int
        let set: Int
        let position: Int
        /// Scalars.
        let count: Int

        var eventCount: Int {
            switch action {
            case .insert, .delete: count
            case .format, .set: 1
            }
        }
    }

    private let text: [UInt8]
    private let isASCII: Bool
    private var taken = 0
    private var operations: ByteReader
    private var place = -1
    private var set = 0
    private var cursor = 0
    /// An operation of which something is left.
    private var open: (kind: UInt8, position: Int, count: Int)?

    init(from reader: inout ByteReader) throws(DecodingError) {
        text = try reader.readCounted(limit: reader.remaining)
        isASCII = text.allSatisfy { $0 < 0x80 }
        guard isASCII || isValidUTF8(text) else { throw .badText }
        operations = ByteReader(try reader.readCounted(limit: reader.remaining))
    }

    func withText(_ bytes: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        text.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[bytes])) }
    }

    func expectEnd() throws(DecodingError) {
        guard open == nil, taken == text.count else { throw .trailingBytes }
        try operations.expectEnd()
    }

    mutating func next(atMost limit: Int, sets: Int, names: [Name]) throws(DecodingError) -> Step {
        while open == nil {
            let head = try operations.readByte()
            let kind = head & 3
            guard kind == HistoryForm.other else {
                try begin(kind, head)
                break
            }
            switch head >> 2 {
            case HistoryForm.place:
                place = try operations.readCount(limit: DocumentLimits.places)
            case HistoryForm.attributes:
                set = try operations.readCount(limit: sets - 1)
            case HistoryForm.format:
                let position = try jump(try operations.readZigzag())
                let count = try operations.readCount(limit: DocumentLimits.scalarsPerText)
                let key = try readName(names)
                let value = try operations.readValue(limit: BatchLimits.attributeBytes)
                return Step(action: .format(count, key, value), place: place, set: 0, position: position, count: 1)
            case HistoryForm.set:
                let node = try readName(names)
                let key = try readName(names)
                let value = try operations.readValue(limit: BatchLimits.registerBytes)
                return Step(action: .set(node, key, value), place: place, set: 0, position: 0, count: 1)
            default:
                throw .unknownKind(head)
            }
        }
        let (kind, position, count) = open!
        let taking = min(limit, count)
        let action: Action
        switch kind {
        case HistoryForm.insert:
            let end = try endOfText(taking)
            action = .insert(taken..<end)
            taken = end
            open = (kind, position + taking, count - taking)
        case HistoryForm.backspace:
            action = .delete(isBackspace: true)
            open = (kind, position - taking, count - taking)
        default:
            action = .delete(isBackspace: false)
            open = (kind, position, count - taking)
        }
        if taking == count { open = nil }
        return Step(action: action, place: place, set: set, position: position, count: taking)
    }

    private mutating func begin(_ kind: UInt8, _ head: UInt8) throws(DecodingError) {
        let start = try jump(head & HistoryForm.hasJump != 0 ? try operations.readZigzag() : 0)
        var count = Int(head >> HistoryForm.lengthShift)
        if count == 0 {
            count = HistoryForm.longestInHead + 1
            count += try operations.readCount(limit: BatchLimits.eventsPerDocument)
        }
        switch kind {
        case HistoryForm.insert:
            open = (kind, start, count)
            cursor = start + count
        case HistoryForm.backspace:
            guard start >= count else { throw .badNumber }
            open = (kind, start - 1, count)
            cursor = start - count
        default:
            open = (kind, start, count)
            cursor = start
        }
    }

    private mutating func jump(_ distance: Int64) throws(DecodingError) -> Int {
        guard distance.magnitude <= UInt64(BatchLimits.eventsPerDocument), cursor + Int(distance) >= 0,
            cursor + Int(distance) <= DocumentLimits.scalarsPerText
        else { throw .badNumber }
        return cursor + Int(distance)
    }

    private mutating func readName(_ names: [Name]) throws(DecodingError) -> Name {
        let number = try operations.readCount(limit: names.count)
        guard number < names.count else { throw .badNumber }
        return names[number]
    }

    private func endOfText(_ scalars: Int) throws(DecodingError) -> Int {
        if isASCII {
            guard taken + scalars <= text.count else { throw .truncated }
            return taken + scalars
        }
        guard let length = utf8Length(ofFirst: scalars, in: text, from: taken) else { throw .truncated }
        return taken + length
    }
}

public import Merge

/// Why a batch does not fit a document. The document is as it was before.
public enum BatchError: Error, Hashable, Sendable {
    /// It builds on an event that this replica does not have.
    case unknownParent(EventID)
    /// It builds on more of the log than there is, or that this replica knows.
    case unknownLog(count: Int)
    /// The session's earlier events are missing; resend from this sequence.
    case sequenceGap(expected: UInt64)
    /// All its events are known already.
    case alreadyKnown
    /// Some of its events are known already, or were sent with other content.
    case reusedIdentifier
    /// The author had not seen the session's own last event: two tabs write under one id.
    case forkedSession
    /// An insert, delete or format that reaches past the end of the text as its author saw it.
    case positionPastEnd(Place, length: Int)
    /// The document would grow past ``DocumentLimits``.
    case documentFull
    /// The document was opened from its text, and its history, which this asks for, cannot be read.
    case damagedHistory
}

extension Document {
    // MARK: Batches

    /// A batch of a session's next events, made at this document's present moment.
    public func batch(by session: SessionID, _ operations: [Operation]) -> EditBatch {
        EditBatch(
            session: session, firstSequence: graph.nextSequence(of: session), basis: basis(for: session),
            operations: operations)
    }

    /// What is here, in the shortest words.
    private func basis(for session: SessionID) -> Basis {
        let next = graph.nextSequence(of: session)
        if next > 0, graph.heads.count == 1,
            graph.heads[0] == graph.index(of: EventID(session: session, sequence: next - 1))
        {
            return .events([EventID(session: session, sequence: next - 1)])
        }
        // The log and the session's own events: is that all there is?
        if log.count > 0 {
            let number = graph.sessionNumber(of: session)
            let own = number.map { $0 < unsettled.count ? unsettled[$0] : 0 } ?? 0
            if graph.count - Int(log.count) == own { return .log(count: Int(log.count)) }
        }
        return .events(graph.frontier)
    }

    /// Finds out whether a batch fits, without changing what the document says.
    ///
    /// Mutating only because the texts' walks may move to the version that the author saw.
    public mutating func check(_ batch: EditBatch) throws(BatchError) {
        _ = try fit(batch)
    }

    /// Takes a batch into the history and the content.
    ///
    /// - Parameter isSettled: whether it is the next in the server's log; not for edits that wait to be sent.
    /// - Returns: what changed, to be applied in order to what shows the document.
    /// - Throws: a ``BatchError`` from ``check(_:)``; then nothing has changed.
    @discardableResult
    public mutating func apply(_ batch: EditBatch, isSettled: Bool = true) throws(BatchError) -> [Change] {
        let (parents, seenCount) = try fit(batch)
        let unseen = parents == graph.heads ? [] : difference.back
        let count = batch.eventCount
        let start = graph.append(
            session: batch.session, firstSequence: batch.firstSequence, count: count, parents: parents)
        noteSeen(seenCount, by: graph.sessionNumber(of: start))
        if isSettled {
            log.settle(start.rawValue..<(start.rawValue + Int32(count)), in: graph)
        } else {
            noteUnsettled(count, by: start)
        }
        var changes: [Change] = []
        changes.reserveCapacity(batch.operations.count)
        var event = start
        for operation in batch.operations {
            take(operation, event, unseen: unseen) { changes.append($0) }
            event = event.advanced(by: operation.eventCount)
        }
        return changes
    }

    /// Takes several batches, in an order in which each finds what it builds on.
    ///
    /// - Returns: what changed, in order.
    /// - Throws: the ``BatchError`` of the first that does not fit; those before it have been taken.
    @discardableResult
    public mutating func merge(_ batches: [EditBatch], areSettled: Bool = true) throws(BatchError) -> [Change] {
        var changes: [Change] = []
        for batch in batches { changes += try apply(batch, isSettled: areSettled) }
        return changes
    }

    /// Makes an edit of this replica's own, at the present moment.
    ///
    /// The edit waits to be settled. What changed is told to `change`, in order.
    ///
    /// - Throws: ``BatchError/positionPastEnd(_:length:)`` or ``BatchError/documentFull``; then nothing has changed.
    public mutating func perform(
        _ operation: Operation, by session: SessionID, _ change: (Change) -> Void
    ) throws(BatchError) {
        let number = operation.place.flatMap { textNumber(of: $0) }
        let length = number.map { count(ofText: $0) } ?? 0
        let isNew: Bool
        if case .set(let node, let key, _) = operation {
            isNew = registerKeys.number(of: RegisterKey(node: node, key: key)) == nil
        } else {
            isNew = number == nil
        }
        let after = try check(operation, length: length, text: number)
        try checkSize(
            scalars: max(after - length, 0), places: isNew && operation.place != nil ? 1 : 0,
            registers: isNew && operation.place == nil ? 1 : 0)
        let added = operation.eventCount
        guard graph.count + added <= BatchLimits.eventsPerDocument else { throw .documentFull }
        let event = graph.appendNext(of: session, count: added)
        noteSeen(nil, by: graph.sessionNumber(of: event))
        noteUnsettled(added, by: event)
        take(operation, event, unseen: [], change)
    }

    /// Notes that the server has stored the session's own edits from one sequence up to another, next in its log.
    public mutating func settle(_ session: SessionID, from first: UInt64, to end: UInt64) {
        guard first < end, let start = graph.index(of: EventID(session: session, sequence: first)) else { return }
        let count = Int32(end - first)
        log.settle(start.rawValue..<(start.rawValue + count), in: graph)
        unsettled[graph.sessionNumber(of: start)] -= Int(count)
    }

    private mutating func noteUnsettled(_ count: Int, by event: LogIndex) {
        let session = graph.sessionNumber(of: event)
        while unsettled.count <= session { unsettled.append(0) }
        unsettled[session] += count
    }

    // MARK: Fitting

    /// - Returns: what the author had seen; also as so much of the log besides their own, where it is just that.
    private mutating func fit(_ batch: EditBatch) throws(BatchError) -> (parents: [LogIndex], seenCount: Int32?) {
        let expected = graph.nextSequence(of: batch.session)
        if batch.firstSequence < expected {
            throw batch.endSequence <= expected ? .alreadyKnown : .reusedIdentifier
        }
        guard batch.firstSequence == expected else { throw .sequenceGap(expected: expected) }
        let parents = try parents(of: batch)
        guard graph.count + batch.eventCount <= BatchLimits.eventsPerDocument else { throw .documentFull }
        let session = graph.sessionNumber(of: batch.session)
        let seenCount = self.seenCount(of: batch, before: session.flatMap { self.seenCount(ofSession: $0) })
        let isPresent = parents == graph.heads
        if !isPresent {
            if let seenCount {
                difference.findUnseen(
                    behind: seenCount, of: log, notBy: session ?? -1, unsettled: unsettled, in: graph)
            } else {
                difference.find(from: graph.heads, to: parents, in: graph)
            }
        }
        try check(batch.operations, at: parents, isPresent: isPresent)
        return (parents, seenCount)
    }

    /// Nil where a session had not seen exactly so much of the log at its last event.
    private func seenCount(ofSession number: Int) -> Int32? {
        number < seen.count && seen[number] >= 0 ? seen[number] : nil
    }

    private func seenCount(of batch: EditBatch, before: Int32?) -> Int32? {
        let own =
            batch.firstSequence == 0
            ? nil : graph.index(of: EventID(session: batch.session, sequence: batch.firstSequence - 1))
        switch batch.basis {
        case .log(let count):
            guard let own, !log.contains(own.rawValue, inFirst: Int32(count)) else { return Int32(count) }
            return before.map { max($0, Int32(count)) }
        case .events(let ids):
            if ids.isEmpty { return 0 }
            return ids.count == 1 && ids[0].session == batch.session ? before : nil
        }
    }

    private mutating func noteSeen(_ count: Int32?, by session: Int) {
        while seen.count <= session { seen.append(-1) }
        seen[session] = count ?? -1
    }

    private mutating func parents(of batch: EditBatch) throws(BatchError) -> [LogIndex] {
        if let parents = try parentsAtBase(of: batch) { return parents }
        let own =
            batch.firstSequence == 0
            ? nil : graph.index(of: EventID(session: batch.session, sequence: batch.firstSequence - 1))
        switch batch.basis {
        case .log(let count):
            let before = graph.sessionNumber(of: batch.session).flatMap { seenCount(ofSession: $0) }
            guard let version = log.version(ofFirst: Int32(count), and: own, whoHadSeen: before, in: graph) else {
                throw .unknownLog(count: count)
            }
            return version
        case .events(let ids):
            var parents: [LogIndex] = []
            for id in ids {
                guard let index = graph.index(of: id) else { throw .unknownParent(id) }
                parents.append(index)
            }
            // Some name an event that another of theirs builds on; what is written of a history has the newest alone.
            if parents.count > 1 { parents = graph.newest(of: parents) }
            if let own, !parents.contains(own), !graph.contains(own, in: parents) { throw .forkedSession }
            return parents
        }
    }

    /// What the author had seen, where that is exactly what the document was opened with; reads the history where it may
    /// be less.
    private mutating func parentsAtBase(of batch: EditBatch) throws(BatchError) -> [LogIndex]? {
        guard unreadHistory != nil, let base = graph.base, base.count > 0 else { return nil }
        let needsHistory: Bool
        switch batch.basis {
        case .log(let count):
            needsHistory = count < base.count
        case .events(let ids):
            let own = EventID(session: batch.session, sequence: batch.firstSequence &- 1)
            if ids == base.heads, batch.firstSequence == 0 || graph.index(of: own) == nil {
                return [LogIndex(Int32(base.count) - 1)]
            }
            needsHistory = ids.isEmpty || ids.contains { graph.index(of: $0) == nil }
        }
        guard !needsHistory || hasHistory() else { throw .damagedHistory }
        return nil
    }

    /// - Parameter isPresent: whether the author had seen everything; else ``difference`` says what they had not.
    private mutating func check(
        _ operations: [Operation], at version: [LogIndex], isPresent: Bool
    ) throws(BatchError) {
        let unseen = isPresent ? [] : difference.back
        // Of the texts that the batch has changed so far.
        var changed = Numbering<Place>()
        var lengths: [Int] = []
        var newPlaces = 0
        var inserted = 0
        var newRegisters = Numbering<RegisterKey>()
        for operation in operations {
            guard let place = operation.place else {
                if case .set(let node, let key, _) = operation {
                    let register = RegisterKey(node: node, key: key)
                    if registerKeys.number(of: register) == nil { _ = newRegisters.number(adding: register) }
                }
                continue
            }
            let number = textNumber(of: place)
            let before: Int
            let known = operations.count > 1 ? changed.number(of: place) : nil
            if let known {
                before = lengths[known]
            } else if let number {
                before =
                    isPresent ? count(ofText: number) : texts[number].length(at: version, unseen: unseen, in: graph)
            } else {
                before = 0
            }
            let after = try check(operation, length: before, text: number)
            inserted += max(after - before, 0)
            if number == nil, known == nil { newPlaces += 1 }
            if let known {
                lengths[known] = after
            } else if operations.count > 1 {
                _ = changed.number(adding: place)
                lengths.append(after)
            }
        }
        try checkSize(scalars: inserted, places: newPlaces, registers: newRegisters.count)
    }

    /// - Parameters:
    ///   - length: of the text, as the author saw it.
    ///   - text: its number; nil for a text that is not there yet.
    /// - Returns: the length behind the operation.
    private func check(_ operation: Operation, length: Int, text: Int?) throws(BatchError) -> Int {
        var after = length
        switch operation {
        case .insert(let place, let position, let scalars, _):
            guard position <= length else { throw .positionPastEnd(place, length: length) }
            after += scalars.count
        case .delete(let place, let position, let count):
            guard position + count <= length else { throw .positionPastEnd(place, length: length) }
            after -= count
        case .format(let place, let position, let count, _, _):
            guard position + count <= length else { throw .positionPastEnd(place, length: length) }
            if let text, texts[text].keyCount >= DocumentLimits.attributesPerText { throw .documentFull }
        case .set:
            break
        }
        guard after <= DocumentLimits.scalarsPerText else { throw .documentFull }
        return after
    }

    /// Whether there is room for so much more.
    private func checkSize(scalars: Int, places: Int, registers: Int) throws(BatchError) {
        guard scalarCount + scalars <= DocumentLimits.scalars, texts.count + places <= DocumentLimits.places,
            self.registers.count + registers <= DocumentLimits.registers
        else { throw .documentFull }
    }

    // MARK: Taking effect

    private mutating func take(
        _ operation: Operation, _ event: LogIndex, unseen: [Range<Int32>], _ change: (Change) -> Void
    ) {
        switch operation {
        case .insert(let place, let position, let scalars, let attributes):
            let number = textNumber(addingAt: place)
            texts[number].insert(scalars, attributes, at: position, event: event, unseen: unseen, in: graph) {
                change(.text(place, $0))
            }
            scalarCount += scalars.count
            note(number, changedBy: event)
        case .delete(let place, let position, let count):
            let number = textNumber(addingAt: place)
            scalarCount -= texts[number].delete(count, at: position, event: event, unseen: unseen, in: graph) {
                change(.text(place, $0))
            }
            note(number, changedBy: event)
        case .format(let place, let position, let count, let key, let value):
            let number = textNumber(addingAt: place)
            texts[number].format(count, at: position, key: key, value: value, event: event, unseen: unseen, in: graph) {
                change(.text(place, $0))
            }
            note(number, changedBy: event)
        case .set(let node, let key, let value):
            if write(value, to: RegisterKey(node: node, key: key), by: event) {
                change(.register(node: node, key: key, value))
            }
        }
    }

    mutating func note(_ text: Int, changedBy event: LogIndex) {
        let number = graph.sessionNumber(of: event)
        while lastTexts.count <= number { lastTexts.append(-1) }
        lastTexts[number] = Int32(text)
    }

    /// - Returns: whether the value is now the register's.
    mutating func write(_ value: RegisterValue?, to register: RegisterKey, by event: LogIndex) -> Bool {
        registerWrites.append(RegisterWrite(event: event, register: register, value: value))
        let lamport = graph.lamport(of: event)
        let writer = graph.id(of: event)
        let entry = RegisterEntry(value: value, lamport: lamport, writer: writer)
        let number = registerKeys.number(adding: register)
        if number == registers.count {
            registers.append(entry)
        } else if (lamport, writer) < (registers[number].lamport, registers[number].writer) {
            return false
        } else {
            registers[number] = entry
        }
        return true
    }
}

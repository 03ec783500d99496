public import Merge
import RichText

/// Why a local edit cannot be made. Nothing has changed.
public enum EditError: Error, Hashable, Sendable {
    /// The document has not come in yet, or a new session is awaited after a refusal.
    case notOpen
    case readOnly
    case positionPastEnd(length: Int)
    case tooLarge
    case documentFull
}

extension ClientSession {
    /// Inserts text at a position in Unicode scalars.
    public mutating func insert(
        _ scalars: [Unicode.Scalar], _ attributes: Attributes = .none, at position: Int, in place: Place
    ) throws(EditError) -> [Event] {
        guard !scalars.isEmpty else { return [] }
        return try perform(.insert(place, at: position, scalars, attributes))
    }

    /// Deletes `count` scalars from a position on.
    public mutating func delete(_ count: Int, at position: Int, in place: Place) throws(EditError) -> [Event] {
        guard count > 0 else { return [] }
        return try perform(.delete(place, at: position, count: count))
    }

    /// Gives `count` scalars an attribute; nil takes it away.
    public mutating func format(
        _ count: Int, at position: Int, in place: Place, _ key: Name, to value: RegisterValue?
    ) throws(EditError) -> [Event] {
        guard count > 0 else { return [] }
        return try perform(.format(place, at: position, count: count, key: key, value))
    }

    /// Writes a register; nil takes its value away.
    public mutating func set(_ node: Name, _ key: Name, to value: RegisterValue?) throws(EditError) -> [Event] {
        try perform(.set(node: node, key: key, value))
    }

    private mutating func perform(_ operation: Operation) throws(EditError) -> [Event] {
        guard isOpen, let session else { throw .notOpen }
        guard access >= .edit else { throw .readOnly }
        let batch = document.batch(by: session, [operation])
        let place = document.lastPlace(of: session)
        let bytes = batch.encoded(after: place)
        guard bytes.count < BatchLimits.bytes, operation.eventCount <= BatchLimits.scalars,
            operation.hasAllowedValues
        else { throw .tooLarge }
        let step = undoStep(for: operation)
        do throws(BatchError) {
            var changes: [Change] = []
            try document.perform(operation, by: session) { changes.append($0) }
            enqueue(batch, bytes, after: place)
            if let step { ownHistory.record(step) }
            if openTransaction == nil { ownHistory.end() }
            return events(changes, by: session)
        } catch {
            switch error {
            case .positionPastEnd(_, let length): throw .positionPastEnd(length: length)
            case .documentFull: throw .documentFull
            default: preconditionFailure("an edit made at the present moment fits it")
            }
        }
    }

    // MARK: Transactions

    /// Until ``endTransaction()``, edits take effect at once but travel and are stored as one batch.
    public mutating func beginTransaction() {
        precondition(openTransaction == nil, "transactions do not nest")
        transactionPlace = session.flatMap { document.lastPlace(of: $0) }
        openTransaction = []
    }

    /// - Parameter joinsLast: whether undo takes the edits back together with those before, as a word's letters.
    public mutating func endTransaction(joinsLast: Bool = false) {
        ownHistory.end(joins: joinsLast)
        closeTransaction()
    }

    mutating func closeTransaction() {
        guard let parts = openTransaction else { return }
        openTransaction = nil
        guard let first = parts.first?.batch else { return }
        guard parts.count > 1 else { return append(parts[0].batch, parts[0].bytes, after: transactionPlace) }
        let whole = EditBatch(
            session: first.session, firstSequence: first.firstSequence, basis: first.basis,
            operations: parts.flatMap { $0.batch.operations })
        let bytes = whole.encoded(after: transactionPlace)
        if bytes.count <= BatchLimits.bytes, whole.operations.count <= BatchLimits.operations {
            append(whole, bytes, after: transactionPlace)
        } else {
            // Too much for one message: it travels in its parts, which mean the same.
            for part in parts { pending.append(PendingBatch(part.batch, part.bytes)) }
            growing = nil
        }
    }

    private mutating func enqueue(_ batch: EditBatch, _ bytes: [UInt8], after place: Place?) {
        if openTransaction != nil {
            openTransaction!.append((batch, bytes))
        } else {
            append(batch, bytes, after: place)
        }
    }

    /// - Parameter place: What the bytes lean on.
    private mutating func append(_ batch: EditBatch, _ bytes: [UInt8], after place: Place?) {
        guard link == .down else { return pending.append(PendingBatch(batch, bytes)) }
        if let growing, let last = pending.last, last.endSequence == growing.batch.endSequence,
            let whole = growing.batch.joined(with: batch)
        {
            pending[pending.count - 1] = PendingBatch(whole, whole.encoded(after: growing.place))
            self.growing = (whole, growing.place)
        } else {
            pending.append(PendingBatch(batch, bytes))
            growing = (batch, place)
        }
    }
}

extension EditBatch {
    /// What a batch grows to: more would be much to write down again at each letter.
    private static let mostOperations = 64
    private static let mostScalars = 1_000

    /// This batch and one that builds on nothing but it, as one; nil where they are better apart.
    fileprivate func joined(with next: EditBatch) -> EditBatch? {
        guard next.session == session, next.basis == .events([EventID(session: session, sequence: endSequence - 1)]),
            next.firstSequence == endSequence, operations.count + next.operations.count <= Self.mostOperations,
            eventCount + next.eventCount <= Self.mostScalars
        else { return nil }
        var operations = operations
        for operation in next.operations {
            // Letters typed in a row are one insert.
            if case .insert(let place, let position, let scalars, let attributes) = operations.last,
                case .insert(place, position + scalars.count, let more, attributes) = operation
            {
                operations[operations.count - 1] = .insert(place, at: position, scalars + more, attributes)
            } else {
                operations.append(operation)
            }
        }
        return EditBatch(session: session, firstSequence: firstSequence, basis: basis, operations: operations)
    }
}

extension Operation {
    /// Whether texts in values are no longer than a batch may carry.
    fileprivate var hasAllowedValues: Bool {
        switch self {
        case .insert(_, _, _, let attributes):
            attributes.entries.count <= BatchLimits.attributes
                && attributes.entries.allSatisfy { $0.value.byteCount <= BatchLimits.attributeBytes }
        case .delete: true
        case .format(_, _, _, _, let value): value?.byteCount ?? 0 <= BatchLimits.attributeBytes
        case .set(_, _, let value): value?.byteCount ?? 0 <= BatchLimits.registerBytes
        }
    }
}

extension RegisterValue {
    /// Of a text, in UTF-8.
    fileprivate var byteCount: Int {
        if case .string(let scalars) = self { encodeUTF8(scalars).count } else { 0 }
    }
}

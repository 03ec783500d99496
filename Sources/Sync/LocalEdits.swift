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
        _ scalars: [Unicode.Scalar], at position: Int, in place: Place
    ) throws(EditError) -> [Event] {
        guard !scalars.isEmpty else { return [] }
        return try perform(.insert(place, at: position, scalars))
    }

    /// Deletes `count` scalars from a position on.
    public mutating func delete(_ count: Int, at position: Int, in place: Place) throws(EditError) -> [Event] {
        guard count > 0 else { return [] }
        return try perform(.delete(place, at: position, count: count))
    }

    /// Writes a register; nil takes its value away.
    public mutating func set(_ node: Name, _ key: Name, to value: RegisterValue?) throws(EditError) -> [Event] {
        try perform(.set(node: node, key: key, value))
    }

    private mutating func perform(_ operation: Operation) throws(EditError) -> [Event] {
        guard isOpen, let session else { throw .notOpen }
        guard access >= .edit else { throw .readOnly }
        let batch = document.batch(by: session, [operation])
        let bytes = batch.encoded()
        guard bytes.count < BatchLimits.bytes, operation.eventCount <= BatchLimits.scalars else { throw .tooLarge }
        if case .set(_, _, .string(let value)) = operation, encodeUTF8(value).count > BatchLimits.registerBytes {
            throw .tooLarge
        }
        do throws(BatchError) {
            let changes = try document.apply(batch)
            enqueue(batch, bytes)
            return events(changes, by: session)
        } catch {
            switch error {
            case .positionPastEnd(_, let length): throw .positionPastEnd(length: length)
            case .documentFull: throw .documentFull
            case .unknownParent, .sequenceGap, .alreadyKnown, .reusedIdentifier, .forkedSession:
                preconditionFailure("a batch made at the present moment fits it")
            }
        }
    }

    // MARK: Transactions

    /// Until ``endTransaction()``, edits take effect at once but travel and are stored as one batch.
    public mutating func beginTransaction() {
        precondition(openTransaction == nil, "transactions do not nest")
        openTransaction = []
    }

    public mutating func endTransaction() {
        guard let parts = openTransaction else { return }
        openTransaction = nil
        guard let first = parts.first else { return }
        let whole = EditBatch(
            session: first.session, firstSequence: first.firstSequence, parents: first.parents,
            operations: parts.flatMap { $0.operations })
        let bytes = whole.encoded()
        if bytes.count <= BatchLimits.bytes, whole.operations.count <= BatchLimits.operations {
            append(PendingBatch(batch: whole, bytes: bytes))
        } else {
            // Too much for one message: it travels in its parts, which mean the same.
            for part in parts { append(PendingBatch(batch: part, bytes: part.encoded())) }
        }
    }

    private mutating func enqueue(_ batch: EditBatch, _ bytes: [UInt8]) {
        if openTransaction != nil {
            openTransaction!.append(batch)
        } else {
            append(PendingBatch(batch: batch, bytes: bytes))
        }
    }
}

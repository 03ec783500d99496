public import Merge

/// Why a batch does not fit a document. The document is as it was before.
public enum BatchError: Error, Hashable, Sendable {
    /// It builds on an event that this replica does not have.
    case unknownParent(EventID)
    /// The session's earlier events are missing; resend from this sequence.
    case sequenceGap(expected: UInt64)
    /// All its events are known already.
    case alreadyKnown
    /// Some of its events are known already, or were sent with other content.
    case reusedIdentifier
    /// The author had not seen the session's own last event: two tabs write under one id.
    case forkedSession
    /// An insert or delete that reaches past the end of the text as its author saw it.
    case positionPastEnd(Place, length: Int)
    /// The document would grow past ``DocumentLimits``.
    case documentFull
}

public enum DocumentLimits {
    /// Scalars in all texts together; a target of 60 pages has 200,000 (requirement S21: 2 MB of text).
    public static let scalars = 2_000_000
    /// Of one text. Every edit moves what stands behind it, so this bounds the work that a message can ask for.
    public static let scalarsPerText = 200_000
    /// A target of 120 criteria has 1,500 texts and 5,000 registers.
    public static let places = 5_000
    public static let registers = 20_000
}

/// What changed in the document when a batch took effect, in order.
public enum Change: Hashable, Sendable {
    case text(Place, TextPatch)
    /// Nil where the value was taken away.
    case register(node: Name, key: Name, RegisterValue?)
}

/// A draft, minutes or terms of reference as it is edited: one history of events, made of texts and registers.
///
/// Replicas that hold the same events show the same content, whatever the order in which they came.
///
/// - A **text** at a ``Merge/Place`` is a sequence of Unicode scalars merged by ``Merge/TextSequence``.
/// - A **register** at a node and key is a value that the last writer decides: the greatest Lamport time, then the
///   greatest event id.
public struct Document: Sendable {
    public private(set) var graph = EventGraph()
    private var texts: [Place: TextSequence] = [:]
    private var registers: [RegisterKey: RegisterEntry] = [:]
    private var scalarCount = 0

    private struct RegisterKey: Hashable {
        let node: Name
        let key: Name
    }

    private struct RegisterEntry {
        let value: RegisterValue?
        let lamport: UInt64
        let writer: EventID
    }

    public init() {}

    // MARK: Reading

    public func text(at place: Place) -> [Unicode.Scalar] {
        texts[place]?.text ?? []
    }

    public func register(_ node: Name, _ key: Name) -> RegisterValue? {
        registers[RegisterKey(node: node, key: key)]?.value
    }

    /// The whole document as a plain value: cost grows with the document.
    public var content: DocumentContent {
        DocumentContent(
            texts: texts.map { (place: $0.key, text: $0.value.text) },
            registers: registers.compactMap { entry in
                entry.value.value.map { (node: entry.key.node, key: entry.key.key, value: $0) }
            })
    }

    /// The id of the scalar at `position`, which it keeps through every edit; nil past the end.
    ///
    /// Mutating, like the next, only because the text's walk may have to take in what was typed since it was last used.
    public mutating func scalarID(at position: Int, in place: Place) -> EventID? {
        texts[place]?.event(at: position, in: graph).map { graph.id(of: $0) }
    }

    /// Where a scalar stands now, or would stand if it were not deleted; nil for one that was never at this place.
    public mutating func position(of scalar: EventID, in place: Place) -> (position: Int, isDeleted: Bool)? {
        guard let event = graph.index(of: scalar) else { return nil }
        return texts[place]?.position(of: event, in: graph)
    }

    // MARK: Editing

    /// A batch of a session's next events, made at this document's present moment.
    public func batch(by session: SessionID, _ operations: [Operation]) -> EditBatch {
        EditBatch(
            session: session, firstSequence: graph.nextSequence(of: session), parents: graph.frontier,
            operations: operations)
    }

    /// Finds out whether a batch fits, without changing what the document says.
    ///
    /// Mutating only because the texts' walks may move to the version that the author saw.
    public mutating func check(_ batch: EditBatch) throws(BatchError) {
        let expected = graph.nextSequence(of: batch.session)
        if batch.firstSequence < expected {
            throw batch.endSequence <= expected ? .alreadyKnown : .reusedIdentifier
        }
        guard batch.firstSequence == expected else { throw .sequenceGap(expected: expected) }
        let parents = try resolve(batch.parents)
        if expected > 0, let own = graph.index(of: EventID(session: batch.session, sequence: expected - 1)) {
            guard graph.contains(own, in: parents) else { throw .forkedSession }
        }
        guard graph.count + batch.eventCount <= BatchLimits.eventsPerDocument else { throw .documentFull }
        let unseen = unseen(by: parents)
        var lengths: [Place: Int] = [:]
        var inserted = 0
        var newRegisters: Set<RegisterKey> = []
        for operation in batch.operations {
            switch operation {
            case .insert(let place, let position, let scalars):
                let length = length(of: place, at: parents, unseen: unseen, known: lengths)
                guard position <= length else { throw .positionPastEnd(place, length: length) }
                guard length + scalars.count <= DocumentLimits.scalarsPerText else { throw .documentFull }
                lengths[place] = length + scalars.count
                inserted += scalars.count
            case .delete(let place, let position, let count):
                let length = length(of: place, at: parents, unseen: unseen, known: lengths)
                guard position + count <= length else { throw .positionPastEnd(place, length: length) }
                lengths[place] = length - count
            case .set(let node, let key, _):
                let register = RegisterKey(node: node, key: key)
                if registers[register] == nil { newRegisters.insert(register) }
            }
        }
        let newPlaces = lengths.keys.count { texts[$0] == nil }
        guard scalarCount + inserted <= DocumentLimits.scalars,
            texts.count + newPlaces <= DocumentLimits.places,
            registers.count + newRegisters.count <= DocumentLimits.registers
        else { throw .documentFull }
    }

    /// Takes a batch into the history and the content.
    ///
    /// - Returns: what changed, to be applied in order to what shows the document.
    /// - Throws: a ``BatchError`` from ``check(_:)``; then nothing has changed.
    @discardableResult
    public mutating func apply(_ batch: EditBatch) throws(BatchError) -> [Change] {
        try check(batch)
        let parents = try resolve(batch.parents)
        let unseen = unseen(by: parents)
        var event = graph.append(
            session: batch.session, firstSequence: batch.firstSequence, count: batch.eventCount, parents: parents)
        var changes: [Change] = []
        for operation in batch.operations {
            switch operation {
            case .insert(let place, let position, let scalars):
                let patch = texts[place, default: TextSequence()].insert(
                    scalars, at: position, event: event, unseen: unseen, in: graph)
                scalarCount += scalars.count
                changes.append(.text(place, patch))
            case .delete(let place, let position, let count):
                let patches = texts[place, default: TextSequence()].delete(
                    count, at: position, event: event, unseen: unseen, in: graph)
                for patch in patches {
                    scalarCount -= patch.deleted
                    changes.append(.text(place, patch))
                }
            case .set(let node, let key, let value):
                if write(value, to: RegisterKey(node: node, key: key), by: event) {
                    changes.append(.register(node: node, key: key, value))
                }
            }
            event = event.advanced(by: operation.eventCount)
        }
        return changes
    }

    /// - Returns: whether the value is now the register's.
    private mutating func write(_ value: RegisterValue?, to register: RegisterKey, by event: LogIndex) -> Bool {
        let lamport = graph.lamport(of: event)
        let writer = graph.id(of: event)
        if let winner = registers[register], (lamport, writer) < (winner.lamport, winner.writer) { return false }
        registers[register] = RegisterEntry(value: value, lamport: lamport, writer: writer)
        return true
    }

    private func resolve(_ parents: [EventID]) throws(BatchError) -> [LogIndex] {
        var indexes: [LogIndex] = []
        for parent in parents {
            guard let index = graph.index(of: parent) else { throw .unknownParent(parent) }
            indexes.append(index)
        }
        return indexes.sorted()
    }

    /// The events that somebody who had seen `version` had not, newest first.
    private func unseen(by version: [LogIndex]) -> [Range<Int32>] {
        version == graph.heads ? [] : graph.difference(from: graph.heads, to: version).back
    }

    private mutating func length(
        of place: Place, at version: [LogIndex], unseen: [Range<Int32>], known: [Place: Int]
    ) -> Int {
        if let known = known[place] { return known }
        return texts[place]?.length(at: version, unseen: unseen, in: graph) ?? 0
    }
}

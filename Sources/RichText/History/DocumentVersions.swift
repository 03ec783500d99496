public import Merge

/// Scalars of a text in a row that one session inserted one after the other.
public struct AuthoredRun: Hashable, Sendable {
    /// The event that inserted the first; those of the others follow it.
    public let first: EventID
    /// Scalars.
    public let count: Int
}

/// Scalars of a text in a row, and what became of them between two moments.
public struct TextComparisonRun: Hashable, Sendable {
    public enum Fate: Hashable, Sendable {
        case kept
        case inserted
        case deleted
    }

    public let fate: Fate
    public let text: [Unicode.Scalar]
    /// The event that inserted the first scalar: who wrote it, at whichever moment.
    public let first: EventID
}

// A *frontier* is a moment in the history: the ids of the newest events. Each of these reads the history, where the
// document was opened without, and costs time that grows with it.
extension Document {
    /// Who wrote the text that stands at a place, in its order.
    ///
    /// - Throws: ``BatchError/damagedHistory``.
    public mutating func authors(of place: Place) throws(BatchError) -> [AuthoredRun] {
        try needHistory()
        guard let number = textNumber(of: place) else { return [] }
        return texts[number].authorship(in: graph).map { AuthoredRun(first: graph.id(of: $0.event), count: $0.count) }
    }

    /// The text at a place as it was at a frontier.
    ///
    /// - Throws: ``BatchError/unknownParent(_:)`` for an event that this replica does not have, and
    ///   ``BatchError/damagedHistory``.
    public mutating func text(at place: Place, in frontier: [EventID]) throws(BatchError) -> [Unicode.Scalar] {
        try needHistory()
        let version = try version(frontier)
        guard let number = textNumber(of: place) else { return [] }
        return decodeUTF8(texts[number].utf8(at: version, in: graph))!
    }

    /// What became of the text at a place between two frontiers, of which neither needs to be the earlier.
    ///
    /// - Throws: as ``text(at:in:)``.
    public mutating func comparison(
        of place: Place, from: [EventID], to: [EventID]
    ) throws(BatchError) -> [TextComparisonRun] {
        try needHistory()
        let (from, to) = (try version(from), try version(to))
        guard let number = textNumber(of: place) else { return [] }
        return texts[number].comparison(from: from, to: to, in: graph).map { run in
            let fate: TextComparisonRun.Fate =
                switch run.fate {
                case .kept: .kept
                case .inserted: .inserted
                case .deleted: .deleted
                }
            return TextComparisonRun(fate: fate, text: decodeUTF8(run.text)!, first: graph.id(of: run.event))
        }
    }

    /// The whole document as it was at a frontier, with its history up to there.
    ///
    /// - Throws: as ``text(at:in:)``.
    public mutating func past(at frontier: [EventID]) throws(BatchError) -> Document {
        try needHistory()
        let version = try version(frontier)
        var past = Document()
        var failure: BatchError?
        HistoryReader(self).forEachRun(inVersion: version) { run, parts in
            let batch = EditBatch(
                session: run.session, firstSequence: run.firstSequence, parents: graph.ids(of: run.parents),
                operations: parts.flatMap { operations(of: $0) })
            do throws(BatchError) {
                _ = try past.apply(batch)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return past
    }

    private mutating func needHistory() throws(BatchError) {
        guard hasHistory() else { throw .damagedHistory }
    }

    private func version(_ frontier: [EventID]) throws(BatchError) -> [LogIndex] {
        var version: [LogIndex] = []
        for id in frontier {
            guard let index = graph.index(of: id) else { throw .unknownParent(id) }
            version.append(index)
        }
        return graph.newest(of: version)
    }
}

/// One text of a document: what it says, and what is needed to merge into it.
///
/// An edit whose author had seen everything in this text is applied as it is. Only when somebody had not does the
/// ``Tracker`` come in: it is built from the text's own operations and kept, fed with what came in between. So people
/// in different fields never pay for each other, and people who take turns do not pay at all.
package struct TextSequence: Sendable {
    package private(set) var text: [Unicode.Scalar] = []
    private var operations = OperationLog()
    private var tracker = Tracker()
    /// How many events of the log's entries the tracker has taken: whole entries, and a part of the next.
    private var fedEntries = 0
    private var fedEvents: Int32 = 0

    package init() {}

    // MARK: Reading

    /// How many scalars the text had for somebody who had seen `version`, which lacks the `unseen` events.
    package mutating func length(at version: [LogIndex], unseen: [Range<Int32>], in graph: EventGraph) -> Int {
        guard isConcurrent(unseen) else { return text.count }
        feed(in: graph)
        tracker.move(to: version, operations: operations, in: graph)
        return tracker.preparedCount
    }

    /// The event that inserted the visible scalar at `position`, or nil past the end.
    package mutating func event(at position: Int, in graph: EventGraph) -> LogIndex? {
        guard position >= 0, position < text.count else { return nil }
        feed(in: graph)
        return LogIndex(tracker.event(at: position))
    }

    /// Where the scalar that `event` inserted stands now; where it is deleted, where it would stand.
    package mutating func position(of event: LogIndex, in graph: EventGraph) -> (position: Int, isDeleted: Bool)? {
        feed(in: graph)
        return tracker.position(of: event.rawValue)
    }

    // MARK: Applying

    /// Applies an insert whose position was checked against ``length(at:unseen:in:)`` of its author's version.
    ///
    /// - Parameter unseen: the events before the batch that its author had not seen.
    package mutating func insert(
        _ scalars: [Unicode.Scalar], at position: Int, event: LogIndex, unseen: [Range<Int32>], in graph: EventGraph
    ) -> TextPatch {
        let operation = LoggedOperation(
            start: event.rawValue, count: Int32(scalars.count), position: position, isDelete: false)
        let isConcurrent = isConcurrent(unseen)
        var at = position
        if isConcurrent {
            prepare(for: operation, in: graph)
            at = tracker.insert(operation, in: graph)
        }
        append(operation, in: graph, isFed: isConcurrent)
        text.insert(contentsOf: scalars, at: at)
        checkInvariants()
        return TextPatch(at: at, deleted: 0, inserted: scalars)
    }

    /// Applies a delete whose range was checked as for an insert.
    ///
    /// - Returns: the ranges that it takes out of the text, to be applied one after the other.
    package mutating func delete(
        _ count: Int, at position: Int, event: LogIndex, unseen: [Range<Int32>], in graph: EventGraph
    ) -> [TextPatch] {
        let operation = LoggedOperation(start: event.rawValue, count: Int32(count), position: position, isDelete: true)
        let isConcurrent = isConcurrent(unseen)
        var ranges = [(at: position, count: count)]
        if isConcurrent {
            prepare(for: operation, in: graph)
            ranges = tracker.delete(operation, in: graph)
        }
        append(operation, in: graph, isFed: isConcurrent)
        for range in ranges { text.removeSubrange(range.at..<(range.at + range.count)) }
        checkInvariants()
        return ranges.map { TextPatch(at: $0.at, deleted: $0.count, inserted: []) }
    }

    private func isConcurrent(_ unseen: [Range<Int32>]) -> Bool {
        unseen.contains { operations.hasEvents(in: $0) }
    }

    private mutating func append(_ operation: LoggedOperation, in graph: EventGraph, isFed: Bool) {
        let event = LogIndex(operation.start)
        let continues = event.rawValue > 0 && graph.parents(of: event) == [LogIndex(event.rawValue - 1)]
        operations.append(operation, continues: continues)
        if isFed { markAllFed() }
    }

    // MARK: The tracker

    /// Brings the tracker to where it can take `operation`.
    private mutating func prepare(for operation: LoggedOperation, in graph: EventGraph) {
        feed(in: graph)
        tracker.move(to: graph.parents(of: LogIndex(operation.start)), operations: operations, in: graph)
    }

    /// Gives the tracker what it has not taken yet.
    private mutating func feed(in graph: EventGraph) {
        while fedEntries < operations.entries.count {
            let entry = operations.entries[fedEntries]
            let rest = entry.count - fedEvents
            if rest > 0 {
                let operation = LoggedOperation(
                    start: entry.start + fedEvents, count: rest,
                    position: entry.isDelete ? entry.position : entry.position + Int(fedEvents),
                    isDelete: entry.isDelete)
                tracker.move(to: graph.parents(of: LogIndex(operation.start)), operations: operations, in: graph)
                if operation.isDelete {
                    _ = tracker.delete(operation, in: graph)
                } else {
                    _ = tracker.insert(operation, in: graph)
                }
            }
            if fedEntries == operations.entries.count - 1 {
                // The last entry may grow.
                fedEvents = entry.count
                return
            }
            fedEntries += 1
            fedEvents = 0
        }
    }

    private mutating func markAllFed() {
        fedEntries = operations.entries.count - 1
        fedEvents = operations.entries[fedEntries].count
    }

    /// The tracker that has taken everything knows as many visible scalars as the text has.
    @inline(__always)
    private func checkInvariants() {
        #if MERGE_CHECKS
            tracker.checkInvariants()
            if let last = operations.entries.last, fedEntries == operations.entries.count - 1, fedEvents == last.count {
                precondition(tracker.visibleCount == text.count)
            }
        #endif
    }
}

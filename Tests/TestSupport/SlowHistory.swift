public import Merge

/// Some of a document's events, by the order in which it heard of them. A version is the set of all that is in it.
public struct EventSet: Hashable, Sendable {
    private var members: [Bool] = []

    public init() {}

    public func contains(_ event: Int) -> Bool {
        event < members.count && members[event]
    }

    public mutating func insert(_ events: Range<Int>) {
        grow(to: events.upperBound)
        for event in events { members[event] = true }
    }

    public mutating func formUnion(_ other: EventSet) {
        grow(to: other.members.count)
        for event in other.members.indices where other.members[event] { members[event] = true }
    }

    private mutating func grow(to count: Int) {
        if count > members.count { members += Array(repeating: false, count: count - members.count) }
    }

    /// Ascending.
    public var events: [Int] {
        members.indices.filter { members[$0] }
    }
}

/// Every event of a document with all that its author had seen, written out: no graph, no runs, no search.
///
/// Events are numbered from 0 as they were heard of.
public struct SlowHistory: Sendable {
    private struct Batch: Sendable {
        let events: Range<Int>
        /// What its author had seen before its first event.
        let seen: EventSet
        /// Of its first event: one more than the greatest that its author had seen, from 1.
        let lamport: Int
    }

    private var batches: [Batch] = []
    private var ids: [EventID] = []
    /// The number of the batch with an event.
    private var batchNumbers: [Int] = []
    private var events: [EventID: Int] = [:]

    public init() {}

    public var count: Int { ids.count }

    public func id(of event: Int) -> EventID { ids[event] }

    public func event(of id: EventID) -> Int? { events[id] }

    public func lamport(of event: Int) -> Int {
        let batch = batches[batchNumbers[event]]
        return batch.lamport + event - batch.events.lowerBound
    }

    /// The event and all that its author had seen: the version in which it is the newest.
    public func version(of event: Int) -> EventSet {
        let batch = batches[batchNumbers[event]]
        var version = batch.seen
        version.insert(batch.events.lowerBound..<(event + 1))
        return version
    }

    /// What the author of a batch had seen; everything that it names must be known.
    public func seen(by batch: EditBatch) -> EventSet {
        var seen = EventSet()
        switch batch.basis {
        case .events(let parents):
            for parent in parents { seen.formUnion(version(of: events[parent]!)) }
        case .log(let count):
            seen.insert(0..<count)
            if batch.firstSequence > 0 {
                let own = EventID(session: batch.session, sequence: batch.firstSequence - 1)
                seen.formUnion(version(of: events[own]!))
            }
        }
        return seen
    }

    /// The events of a version on which no other in it builds, ascending by id.
    public func heads(of version: EventSet) -> [EventID] {
        var heads: [EventID] = []
        // Whoever has seen an event comes behind it.
        var seen = EventSet()
        for event in version.events.reversed() where !seen.contains(event) {
            heads.append(ids[event])
            seen.formUnion(self.version(of: event))
        }
        return heads.sorted()
    }

    /// Whether the author of `later` had seen `earlier`.
    public func hasSeen(_ earlier: Int, by later: Int) -> Bool {
        let batch = batches[batchNumbers[later]]
        return batch.seen.contains(earlier) || batch.events.lowerBound <= earlier && earlier < later
    }

    public func areConcurrent(_ one: Int, _ other: Int) -> Bool {
        one != other && !hasSeen(one, by: other) && !hasSeen(other, by: one)
    }

    /// The order in which the last writer wins: by Lamport time, then by id.
    public func precedes(_ one: Int, _ other: Int) -> Bool {
        (lamport(of: one), id(of: one)) < (lamport(of: other), id(of: other))
    }

    /// - Returns: the number of the batch's first event.
    mutating func append(_ batch: EditBatch, seen: EventSet) -> Int {
        let start = ids.count
        let lamport = 1 + (seen.events.map { self.lamport(of: $0) }.max() ?? 0)
        batches.append(Batch(events: start..<(start + batch.eventCount), seen: seen, lamport: lamport))
        for sequence in batch.firstSequence..<batch.endSequence {
            let id = EventID(session: batch.session, sequence: sequence)
            events[id] = ids.count
            ids.append(id)
            batchNumbers.append(batches.count - 1)
        }
        return start
    }
}

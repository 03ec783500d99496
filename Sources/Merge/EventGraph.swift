/// Which events there are and what each one's author had seen: a graph that only grows.
///
/// Events that a session made one straight after the other form a *run*, and everything here works on runs:
///
///     run     start  count  session  first   parents of its first event
///     0       0      5      7        0       –          "Møbel" typed by session 7
///     1       5      2      9        0       4          "er" by session 9, who had seen all of it
///     2       7      1      7        5       4          "s" by session 7, who had not seen session 9
///
/// Inside a run each event has the one before it as its only parent. Gentle and Kleppmann, *Collaborative Text Editing
/// with Eg-walker* (EuroSys 2025), section 2.2.
public struct EventGraph: Sendable {
    struct Run: Sendable {
        let start: LogIndex
        var count: Int
        let session: SessionID
        let firstSequence: UInt64
        let parents: [LogIndex]
        /// Lamport time of the first event: one more than the greatest among its parents, from 1.
        let lamport: UInt64

        var last: LogIndex { start.advanced(by: count - 1) }
    }

    private(set) var runs: [Run] = []
    /// Numbers of each session's runs, in the order of its sequence.
    private var runsBySession: [SessionID: [Int]] = [:]
    /// Events that nothing builds on yet, ascending: the present moment.
    public private(set) var heads: [LogIndex] = []
    /// Events in all.
    public private(set) var count = 0

    public init() {}

    /// The sequence that the session's next event must have.
    public func nextSequence(of session: SessionID) -> UInt64 {
        guard let last = runsBySession[session]?.last else { return 0 }
        return runs[last].firstSequence + UInt64(runs[last].count)
    }

    /// Each session that wrote here with its next sequence, ascending: all that is needed to say what one has.
    public var summary: [(session: SessionID, next: UInt64)] {
        runsBySession.keys.sorted().map { ($0, nextSequence(of: $0)) }
    }

    /// Nil for an event this replica does not have.
    public func index(of id: EventID) -> LogIndex? {
        guard let numbers = runsBySession[id.session] else { return nil }
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if runs[numbers[middle]].firstSequence <= id.sequence { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let run = runs[numbers[low - 1]]
        let offset = id.sequence - run.firstSequence
        guard offset < UInt64(run.count) else { return nil }
        return run.start.advanced(by: Int(offset))
    }

    public func id(of index: LogIndex) -> EventID {
        let run = runs[number(ofRunWith: index)]
        return EventID(
            session: run.session, sequence: run.firstSequence + UInt64(run.start.distance(to: index)))
    }

    /// What the author of an event had seen, ascending.
    package func parents(of index: LogIndex) -> [LogIndex] {
        let run = runs[number(ofRunWith: index)]
        return index == run.start ? run.parents : [LogIndex(index.rawValue - 1)]
    }

    public func lamport(of index: LogIndex) -> UInt64 {
        let run = runs[number(ofRunWith: index)]
        return run.lamport + UInt64(run.start.distance(to: index))
    }

    /// The ids of ``heads``, ascending.
    public var frontier: [EventID] {
        heads.map { id(of: $0) }.sorted()
    }

    /// Adds a session's next events; the caller has checked that they fit (`Document.check`).
    ///
    /// - Returns: the index of the first.
    package mutating func append(
        session: SessionID, firstSequence: UInt64, count added: Int, parents: [LogIndex]
    ) -> LogIndex {
        precondition(nextSequence(of: session) == firstSequence, "a session's events come in their order")
        let start = LogIndex(Int32(count))
        if let last = runs.last, last.session == session, parents == [last.last] {
            runs[runs.count - 1].count += added
        } else {
            let lamport = 1 + (parents.map { self.lamport(of: $0) }.max() ?? 0)
            runsBySession[session, default: []].append(runs.count)
            runs.append(
                Run(
                    start: start, count: added, session: session, firstSequence: firstSequence, parents: parents,
                    lamport: lamport))
        }
        count += added
        heads.removeAll { parents.contains($0) }
        heads.append(start.advanced(by: added - 1))
        return start
    }

    /// Whether `event` is among the versions' events: one of them or an ancestor.
    public func contains(_ event: LogIndex, in version: [LogIndex]) -> Bool {
        if version.contains(event) { return true }
        guard version.contains(where: { $0 > event }) else { return false }
        return difference(from: version, to: [event]).forward.isEmpty
    }

    /// The way from one version to another: `back` are the events only `from` has, `forward` those only `to` has.
    ///
    /// Ranges are disjoint and come newest first. Cost: the runs between the two versions, not the graph's size.
    package func difference(
        from: [LogIndex], to: [LogIndex]
    ) -> (back: [Range<Int32>], forward: [Range<Int32>]) {
        var back: [Range<Int32>] = []
        var forward: [Range<Int32>] = []
        guard from != to else { return (back, forward) }
        var queue = VersionQueue()
        for index in from { queue.insert(index.rawValue, .onlyFrom) }
        for index in to { queue.insert(index.rawValue, .onlyTo) }
        // What both have is left alone: once only that remains, the rest of the graph is common.
        while queue.hasDifference, var (index, side) = queue.popLatest() {
            let run = runs[number(ofRunWith: LogIndex(index))]
            while let next = queue.latest, next >= run.start.rawValue {
                if next < index { emit((next + 1)..<(index + 1), side) }
                let (earlier, earlierSide) = queue.popLatest()!
                side.formUnion(earlierSide)
                index = earlier
            }
            emit(run.start.rawValue..<(index + 1), side)
            for parent in run.parents { queue.insert(parent.rawValue, side) }
        }
        return (back, forward)

        func emit(_ range: Range<Int32>, _ side: VersionQueue.Side) {
            if side == .onlyFrom { back.append(range) }
            if side == .onlyTo { forward.append(range) }
        }
    }

    private func number(ofRunWith index: LogIndex) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].start <= index { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }
}

/// The events still to be visited by ``EventGraph/difference(from:to:)``, each with who has it.
///
/// A sorted array: a version rarely has more than a handful of heads.
private struct VersionQueue {
    struct Side: OptionSet {
        let rawValue: UInt8
        static let onlyFrom = Side(rawValue: 1)
        static let onlyTo = Side(rawValue: 2)
        static let both: Side = [.onlyFrom, .onlyTo]
    }

    /// Ascending by index, each index once.
    private var entries: [(index: Int32, side: Side)] = []
    /// How many entries only one side has.
    private var different = 0

    var hasDifference: Bool { different > 0 }
    var latest: Int32? { entries.last?.index }

    mutating func insert(_ index: Int32, _ side: Side) {
        var slot = entries.count
        while slot > 0, entries[slot - 1].index > index { slot -= 1 }
        if slot > 0, entries[slot - 1].index == index {
            let union = entries[slot - 1].side.union(side)
            if union == .both, entries[slot - 1].side != .both { different -= 1 }
            entries[slot - 1].side = union
        } else {
            entries.insert((index, side), at: slot)
            if side != .both { different += 1 }
        }
    }

    mutating func popLatest() -> (Int32, Side)? {
        guard let entry = entries.popLast() else { return nil }
        if entry.side != .both { different -= 1 }
        return entry
    }
}

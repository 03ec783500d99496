/// The way from one version to another, found anew with the same memory.
package struct VersionDifference: Sendable {
    /// Events that only the first version has: disjoint ranges of log indexes, newest first.
    package private(set) var back: [Range<Int32>] = []
    /// Events that only the second has, likewise.
    package private(set) var forward: [Range<Int32>] = []
    private var queue = VersionQueue()

    package init() {}

    /// Cost: the runs between the two versions, not the graph's size (Gentle and Kleppmann, section 3.2).
    package mutating func find(from: [LogIndex], to: [LogIndex], in graph: EventGraph) {
        back.removeAll(keepingCapacity: true)
        forward.removeAll(keepingCapacity: true)
        guard from != to else { return }
        queue.removeAll()
        for index in from { queue.insert(index.rawValue, VersionQueue.onlyFrom) }
        for index in to { queue.insert(index.rawValue, VersionQueue.onlyTo) }
        // What both have is left alone: once only that remains, the rest of the graph is common.
        var number = graph.runs.count
        while queue.hasDifference {
            var (index, side) = queue.popLatest()
            if number == graph.runs.count || index < graph.runs[number].start {
                // Neighbours are near: look there before searching.
                if number < graph.runs.count, number > 0, index >= graph.runs[number - 1].start {
                    number -= 1
                } else {
                    number = graph.number(ofRunWith: index)
                }
            }
            let run = graph.runs[number]
            while let next = queue.latest, next >= run.start {
                if next < index { emit((next + 1)..<(index + 1), side) }
                let (earlier, earlierSide) = queue.popLatest()
                side |= earlierSide
                index = earlier
            }
            emit(run.start..<(index + 1), side)
            for parent in 0..<run.parentCount { queue.insert(graph.parent(parent, of: run), side) }
        }
    }

    /// Makes ``back`` what somebody lacks who had seen the first `count` events of the log and all of one session's:
    /// the same as ``find(from:to:in:)``, without a walk over the graph.
    ///
    /// - Parameters:
    ///   - session: its number in the graph; −1 for one that is not there.
    ///   - unsettled: how many events of each session the log does not have yet.
    package mutating func findUnseen(
        behind count: Int32, of log: SettledLog, notBy session: Int, unsettled: [Int], in graph: EventGraph
    ) {
        back.removeAll(keepingCapacity: true)
        forward.removeAll(keepingCapacity: true)
        var isDescending = true
        log.forEachRange(behind: count) { range in addUnseen(range, notBy: session, in: graph, &isDescending) }
        for (number, unsettled) in unsettled.enumerated() where unsettled > 0 && number != session {
            graph.forEachRange(ofLast: unsettled, bySessionWithNumber: number) { range in
                addUnseen(range, notBy: session, in: graph, &isDescending)
            }
        }
        if !isDescending {
            back = sortedNumbers(back.count) { back[$0].lowerBound > back[$1].lowerBound }.map { back[$0] }
        }
    }

    /// Adds what others made of a range, newest first.
    private mutating func addUnseen(
        _ range: Range<Int32>, notBy session: Int, in graph: EventGraph, _ isDescending: inout Bool
    ) {
        var end = range.upperBound
        var number = graph.number(ofRunWith: end - 1)
        while end > range.lowerBound {
            let run = graph.runs[number]
            let start = max(run.start, range.lowerBound)
            if run.session != Int32(session) {
                if let last = back.last, last.lowerBound < end { isDescending = false }
                back.append(start..<end)
            }
            end = start
            number -= 1
        }
    }

    private mutating func emit(_ range: Range<Int32>, _ side: UInt8) {
        if side == VersionQueue.onlyFrom { back.append(range) }
        if side == VersionQueue.onlyTo { forward.append(range) }
    }
}

/// The events still to be visited, each with who has it.
///
/// A sorted array: a version rarely has more than a handful of heads.
private struct VersionQueue {
    static let onlyFrom: UInt8 = 1
    static let onlyTo: UInt8 = 2
    private static let both: UInt8 = 3

    /// Ascending by index, each index once.
    private var entries: [(index: Int32, side: UInt8)] = []
    /// How many entries only one side has.
    private var different = 0

    var hasDifference: Bool { different > 0 }
    var latest: Int32? { entries.last?.index }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        different = 0
    }

    mutating func insert(_ index: Int32, _ side: UInt8) {
        var slot = entries.count
        while slot > 0, entries[slot - 1].index > index { slot -= 1 }
        if slot > 0, entries[slot - 1].index == index {
            let union = entries[slot - 1].side | side
            if union == Self.both, entries[slot - 1].side != Self.both { different -= 1 }
            entries[slot - 1].side = union
            return
        }
        if side != Self.both { different += 1 }
        entries.append((index, side))
        var place = entries.count - 1
        while place > slot {
            entries[place] = entries[place - 1]
            place -= 1
        }
        entries[slot] = (index, side)
    }

    /// There must be one.
    mutating func popLatest() -> (index: Int32, side: UInt8) {
        let entry = entries.removeLast()
        if entry.side != Self.both { different -= 1 }
        return entry
    }
}

/// The order in which the server has stored events, as far as this replica knows it.
///
/// On the server it is the order of arrival. In a tab, own edits have their place in the replica before the server has
/// given them one in the log: they are *settled* when it says so. An author says with one number what they had seen of
/// the others: the first so many events of the log (``Basis/log(count:)``).
package struct SettledLog: Sendable {
    private struct Run: Sendable {
        /// The place of the first event in the log.
        let place: Int32
        let event: Int32
        var count: Int32
    }

    /// A version on the way, so that none has to be worked out from the start.
    private struct Milestone: Sendable {
        let count: Int32
        let heads: [Int32]
    }

    package init() {}

    private var runs: [Run] = []
    /// Events in the log.
    package private(set) var count: Int32 = 0
    private var heads: [Int32] = []
    private var milestones: [Milestone] = []
    /// Steps since the last milestone.
    private var steps = 0
    private static let stepsBetweenMilestones = 16

    /// Puts the next events into the log; they are consecutive events of one session, or all of the base.
    package mutating func settle(_ events: Range<Int32>, in graph: EventGraph) {
        if let last = runs.last, last.event + last.count == events.lowerBound {
            runs[runs.count - 1].count += Int32(events.count)
        } else {
            runs.append(Run(place: count, event: events.lowerBound, count: Int32(events.count)))
        }
        count += Int32(events.count)
        steps += Self.advance(&heads, over: events, in: graph)
        if steps >= Self.stepsBetweenMilestones {
            steps = 0
            milestones.append(Milestone(count: count, heads: heads))
        }
    }

    /// The newest among the first `count` events of the log, ascending; nil past what is settled.
    package func version(ofFirst count: Int32, in graph: EventGraph) -> [LogIndex]? {
        guard count <= self.count else { return nil }
        if count == self.count { return heads.map { LogIndex($0) } }
        guard count > 0 else { return [] }
        var low = 0
        var high = milestones.count
        while low < high {
            let middle = (low + high) / 2
            if milestones[middle].count <= count { low = middle + 1 } else { high = middle }
        }
        var version = low > 0 ? milestones[low - 1].heads : []
        var place = low > 0 ? milestones[low - 1].count : 0
        var number = self.number(ofRunWith: place)
        while place < count {
            let run = runs[number]
            let end = min(run.place + run.count, count)
            let from = run.event + place - run.place
            _ = Self.advance(&version, over: from..<(from + end - place), in: graph)
            place = end
            number += 1
        }
        return version.map { LogIndex($0) }
    }

    /// Works out the versions on the way again, in a graph that now has the events behind its base too.
    package mutating func rebase(in graph: EventGraph) {
        let settled = runs
        self = SettledLog()
        for run in settled { settle(run.event..<(run.event + run.count), in: graph) }
    }

    /// What somebody had seen who knew the first `count` events of the log and their own up to `own`; nil past what is
    /// settled.
    ///
    /// - Parameter seen: how much of the log they had seen when they made `own`, where that was exactly so much.
    package func version(
        ofFirst count: Int32, and own: LogIndex?, whoHadSeen seen: Int32? = nil, in graph: EventGraph
    ) -> [LogIndex]? {
        guard var version = version(ofFirst: count, in: graph) else { return nil }
        guard let own, !contains(own.rawValue, inFirst: count) else { return version }
        if let seen {
            let session = graph.sessionNumber(of: own)
            version.removeAll {
                graph.sessionNumber(of: $0) == session || contains($0.rawValue, inFirst: seen)
            }
        } else if !version.isEmpty {
            version.removeAll { graph.contains($0, in: [own]) }
        }
        version.insert(own, at: version.firstIndex { own < $0 } ?? version.count)
        return version
    }

    /// The events behind the first `count` of the log, last first, in ranges of log indexes.
    func forEachRange(behind count: Int32, _ body: (Range<Int32>) -> Void) {
        for run in runs.reversed() {
            guard run.place + run.count > count else { break }
            body((run.event + max(count - run.place, 0))..<(run.event + run.count))
        }
    }

    /// Whether the event is one of the first `count` of the log.
    package func contains(_ event: Int32, inFirst count: Int32) -> Bool {
        // In a tab the log follows the replica's order but for own edits, so it is found from the end.
        for run in runs.reversed() {
            if event >= run.event, event < run.event + run.count { return run.place + event - run.event < count }
        }
        return false
    }

    private func number(ofRunWith place: Int32) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].place <= place { low = middle + 1 } else { high = middle }
        }
        return max(low - 1, 0)
    }

    /// - Returns: how many runs of the graph that was.
    private static func advance(_ heads: inout [Int32], over events: Range<Int32>, in graph: EventGraph) -> Int {
        var event = events.lowerBound
        var number = graph.number(ofRunWith: event)
        var steps = 0
        while event < events.upperBound {
            let run = graph.runs[number]
            let last = min(run.end, events.upperBound) - 1
            if event == run.start {
                for parent in 0..<run.parentCount {
                    let parent = graph.parent(parent, of: run)
                    if let index = heads.firstIndex(of: parent) { heads.remove(at: index) }
                }
            } else if let index = heads.firstIndex(of: event - 1) {
                heads.remove(at: index)
            }
            // Not always the greatest: a tab's own edits are older than the others' that the log has before them.
            heads.insert(last, at: heads.firstIndex { $0 > last } ?? heads.count)
            event = last + 1
            number += 1
            steps += 1
        }
        return steps
    }
}

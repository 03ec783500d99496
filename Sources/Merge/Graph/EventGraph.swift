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
///
/// A graph may start from a **base**: events of which only the last versions are known, because a document was opened
/// from its text. They stand as one run whose last index means *all of them*.
public struct EventGraph: Sendable {
    struct Run: Sendable {
        let start: Int32
        var count: Int32
        /// A number in `sessions`; −1 for the base.
        let session: Int32
        let firstSequence: Int32
        /// Lamport time of the first event: one more than the greatest among its parents, from 1.
        let lamport: Int32
        let parentCount: Int32
        /// The only parent, or where several start in `parentLists`.
        let parent: Int32

        var last: Int32 { start + count - 1 }
        var end: Int32 { start + count }
    }

    struct Session: Sendable {
        let id: SessionID
        var next: Int32
        /// Numbers of its runs, in the order of its sequence.
        var runs: [Int32] = []
    }

    private(set) var runs: [Run] = []
    private var parentLists: [Int32] = []
    private(set) var sessions: [Session] = []
    private var sessionNumbers = Numbering<SessionID>()
    /// Events that nothing builds on yet, ascending: the present moment.
    public private(set) var heads: [LogIndex] = []
    /// Events in all.
    public private(set) var count = 0
    /// What is behind the base; nil where the whole history is here.
    package private(set) var base: GraphBase?

    public init() {}

    /// A graph whose earlier events are not here.
    package init(base: GraphBase) {
        self.base = base
        guard base.count > 0 else { return }
        for session in base.sessions {
            _ = sessionNumbers.number(adding: session.id)
            sessions.append(Session(id: session.id, next: Int32(session.next)))
        }
        runs = [
            Run(
                start: 0, count: Int32(base.count), session: -1, firstSequence: 0,
                lamport: Int32(base.lamport - base.count + 1), parentCount: 0, parent: -1)
        ]
        count = base.count
        heads = [LogIndex(Int32(count - 1))]
    }

    // MARK: Sessions and ids

    /// The sequence that the session's next event must have.
    public func nextSequence(of session: SessionID) -> UInt64 {
        guard let number = sessionNumbers.number(of: session) else { return 0 }
        return UInt64(sessions[number].next)
    }

    /// All that wrote here, by their numbers.
    package var sessionsByNumber: [SessionID] { sessionNumbers.elements }

    /// Sessions are numbered from 0 in the order of their first events.
    package func sessionNumber(of session: SessionID) -> Int? {
        sessionNumbers.number(of: session)
    }

    /// Nil for an event this replica does not have, or has only in the base.
    public func index(of id: EventID) -> LogIndex? {
        guard let number = sessionNumbers.number(of: id.session), id.sequence < UInt64(sessions[number].next) else {
            return nil
        }
        let sequence = Int32(id.sequence)
        let numbers = sessions[number].runs
        var low = 0
        var high = numbers.count
        // Mostly it is the last.
        if let last = numbers.last, runs[Int(last)].firstSequence <= sequence { low = high }
        while low < high {
            let middle = (low + high) / 2
            if runs[Int(numbers[middle])].firstSequence <= sequence { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let run = runs[Int(numbers[low - 1])]
        return LogIndex(run.start + sequence - run.firstSequence)
    }

    /// The id of an event that is not behind the base.
    public func id(of index: LogIndex) -> EventID {
        let run = runs[number(ofRunWith: index.rawValue)]
        precondition(run.session >= 0, "the base has no ids")
        return EventID(
            session: sessions[Int(run.session)].id, sequence: UInt64(run.firstSequence + index.rawValue - run.start))
    }

    /// The number of an event's session.
    package func sessionNumber(of index: LogIndex) -> Int {
        Int(runs[number(ofRunWith: index.rawValue)].session)
    }

    /// The ids of a version's events, ascending.
    public func ids(of version: [LogIndex]) -> [EventID] {
        var ids: [EventID] = []
        for index in version {
            if let base, index.rawValue < base.count { ids += base.heads } else { ids.append(id(of: index)) }
        }
        return ids.sortedFew()
    }

    /// The ids of ``heads``, ascending.
    public var frontier: [EventID] { ids(of: heads) }

    /// What the author of an event had seen, ascending.
    package func parents(of index: LogIndex) -> [LogIndex] {
        let run = runs[number(ofRunWith: index.rawValue)]
        guard index.rawValue == run.start else { return [LogIndex(index.rawValue - 1)] }
        return (0..<run.parentCount).map { LogIndex(parent($0, of: run)) }
    }

    @inline(__always)
    func parent(_ number: Int32, of run: Run) -> Int32 {
        run.parentCount == 1 ? run.parent : parentLists[Int(run.parent + number)]
    }

    /// Whether an event's author had seen exactly `parent` and what it builds on.
    func isOnlyParent(_ parent: Int32, of event: Int32) -> Bool {
        let run = runs[number(ofRunWith: event)]
        return event == run.start ? run.parentCount == 1 && run.parent == parent : event - 1 == parent
    }

    /// A run of the graph, for those who write it out.
    package struct RunDescription {
        package let session: SessionID
        package let sessionNumber: Int
        package let firstSequence: UInt64
        package private(set) var events: Range<Int32>
        package let parents: [LogIndex]

        /// The run without its events from a log index on.
        package func upTo(_ end: Int32) -> RunDescription {
            var part = self
            part.events = events.lowerBound..<max(events.lowerBound, min(events.upperBound, end))
            return part
        }
    }

    /// The numbers of the runs that start at or behind a log index.
    package func runNumbers(from index: Int32) -> Range<Int> {
        guard index > 0 else { return 0..<runs.count }
        guard Int(index) < count else { return runs.count..<runs.count }
        let number = number(ofRunWith: index)
        return (runs[number].start < index ? number + 1 : number)..<runs.count
    }

    package func run(_ number: Int) -> RunDescription {
        let run = runs[number]
        return RunDescription(
            session: sessions[Int(run.session)].id, sessionNumber: Int(run.session),
            firstSequence: UInt64(run.firstSequence), events: run.start..<run.end,
            parents: (0..<run.parentCount).map { LogIndex(parent($0, of: run)) })
    }

    public func lamport(of index: LogIndex) -> UInt64 {
        let run = runs[number(ofRunWith: index.rawValue)]
        return UInt64(run.lamport + index.rawValue - run.start)
    }

    /// A range of events in parts of one session each.
    func sessionRuns(_ events: Range<Int32>) -> [Range<Int32>] {
        var parts: [Range<Int32>] = []
        var number = number(ofRunWith: events.lowerBound)
        var start = events.lowerBound
        while start < events.upperBound {
            let end = min(runs[number].end, events.upperBound)
            parts.append(start..<end)
            start = end
            number += 1
        }
        return parts
    }

    /// The events at or behind an index that another session made than the one with a number, newest first.
    package func events(from index: Int32, notBy session: Int) -> [Range<Int32>] {
        var ranges: [Range<Int32>] = []
        for run in runs.reversed() {
            guard run.end > index else { break }
            if run.session != Int32(session) { ranges.append(max(run.start, index)..<run.end) }
        }
        return ranges
    }

    /// The last events of a session, newest first, in ranges of log indexes.
    func forEachRange(ofLast count: Int, bySessionWithNumber session: Int, _ body: (Range<Int32>) -> Void) {
        var left = Int32(count)
        for number in sessions[session].runs.reversed() where left > 0 {
            let run = runs[Int(number)]
            let taken = min(left, run.count)
            body((run.end - taken)..<run.end)
            left -= taken
        }
    }

    // MARK: Growing

    /// Adds a session's next events; the caller has checked that they fit (`Document.check`).
    ///
    /// - Parameter parents: ascending, none an ancestor of another.
    /// - Returns: the index of the first.
    @discardableResult
    package mutating func append(
        session: SessionID, firstSequence: UInt64, count added: Int, parents: [LogIndex]
    ) -> LogIndex {
        let start = Int32(count)
        let number = addSession(session)
        precondition(sessions[number].next == Int32(firstSequence), "a session's events come in their order")
        sessions[number].next += Int32(added)
        let isNext = parents.count == 1 && parents[0].rawValue == start - 1
        if isNext, let last = runs.last, last.session == Int32(number) {
            runs[runs.count - 1].count += Int32(added)
        } else {
            var lamport: Int32 = 0
            for parent in parents { lamport = max(lamport, Int32(self.lamport(of: parent))) }
            var first = parents.first?.rawValue ?? -1
            if parents.count > 1 {
                first = Int32(parentLists.count)
                for parent in parents { parentLists.append(parent.rawValue) }
            }
            sessions[number].runs.append(Int32(runs.count))
            runs.append(
                Run(
                    start: start, count: Int32(added), session: Int32(number), firstSequence: Int32(firstSequence),
                    lamport: lamport + 1, parentCount: Int32(parents.count), parent: first))
        }
        count += added
        let last = LogIndex(start + Int32(added) - 1)
        if heads.count == 1, isNext {
            heads[0] = last
        } else {
            heads.removeAll { parents.contains($0) }
            heads.append(last)
        }
        return LogIndex(start)
    }

    /// Adds a session's next events, made at the present moment.
    package mutating func appendNext(of session: SessionID, count added: Int) -> LogIndex {
        if let last = runs.last, last.session >= 0, heads.count == 1, heads[0].rawValue == last.last {
            let number = Int(last.session)
            if sessions[number].id == session {
                let start = LogIndex(Int32(count))
                runs[runs.count - 1].count += Int32(added)
                sessions[number].next += Int32(added)
                count += added
                heads[0] = LogIndex(Int32(count - 1))
                return start
            }
        }
        return append(session: session, firstSequence: nextSequence(of: session), count: added, parents: heads)
    }

    private mutating func addSession(_ session: SessionID) -> Int {
        if let last = runs.last, last.session >= 0, sessions[Int(last.session)].id == session {
            return Int(last.session)
        }
        let number = sessionNumbers.number(adding: session)
        if number == sessions.count { sessions.append(Session(id: session, next: 0)) }
        return number
    }

    // MARK: Versions

    /// Whether `event` is among the versions' events: one of them or an ancestor.
    public func contains(_ event: LogIndex, in version: [LogIndex]) -> Bool {
        var isEarlier = false
        for head in version {
            if head == event { return true }
            if head > event { isEarlier = true }
        }
        guard isEarlier else { return false }
        var difference = VersionDifference()
        difference.find(from: version, to: [event], in: self)
        return difference.forward.isEmpty
    }

    /// The way from one version to another: `back` are the events only `from` has, `forward` those only `to` has.
    ///
    /// Ranges are disjoint and come newest first. Cost: the runs between the two versions, not the graph's size.
    package func difference(
        from: [LogIndex], to: [LogIndex]
    ) -> (back: [Range<Int32>], forward: [Range<Int32>]) {
        var difference = VersionDifference()
        difference.find(from: from, to: to, in: self)
        return (difference.back, difference.forward)
    }

    /// The newest of some events: those that are no ancestor of another, ascending.
    package func newest(of events: [LogIndex]) -> [LogIndex] {
        guard events.count > 1 else { return events }
        var version: [LogIndex] = []
        for event in events.sortedFew().reversed() where !contains(event, in: version) { version.append(event) }
        return version.reversed()
    }

    func number(ofRunWith index: Int32) -> Int {
        var high = runs.count
        // Most questions are about what came in last.
        var step = 1
        var low = high - 1
        while low > 0, runs[low].start > index {
            high = low
            low -= step
            step *= 2
        }
        low = max(low, 0)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].start <= index { low = middle } else { high = middle }
        }
        return low
    }
}

/// What a document that was opened from its text knows of its history.
package struct GraphBase: Hashable, Sendable {
    /// Events.
    package var count: Int
    /// The greatest Lamport time.
    package var lamport: Int
    /// Ascending.
    package var heads: [EventID]
    /// In the order of their first events.
    package var sessions: [Session]

    package struct Session: Hashable, Sendable {
        package let id: SessionID
        /// The sequence of its next event.
        package let next: Int

        package init(id: SessionID, next: Int) {
            self.id = id
            self.next = next
        }
    }

    package init(count: Int, lamport: Int, heads: [EventID], sessions: [Session]) {
        self.count = count
        self.lamport = lamport
        self.heads = heads
        self.sessions = sessions
    }
}

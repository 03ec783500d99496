import Merge

/// The merge of one text, in its slow and plainly right form: one record for every scalar that was ever inserted.
///
/// The idea (eg-walker, section 3): events say *insert or delete at position i, in the text as its author saw it*. To
/// turn one into a change of the text as it is here, the walk keeps every scalar with two states at once:
///
///     record     M   ø   b   e   l   x          prepare: was it there, for the author of the next event?
///     prepare    0   0   0   1   0  −1            −1 not yet inserted · 0 visible · n deleted by n events
///     deleted    –   –   –   yes –   –          effect: is it there in the text as everything applied so far left it?
///
/// Before an event is applied, the prepare version moves to what its author had seen: events are *retreated* and
/// *advanced*, which only changes the prepare column. Then a position counts the records whose prepare is 0, and the
/// effect is found by counting those that are not deleted. Records are never removed, so the state need not be rebuilt
/// when people overlap without a pause.
///
/// Every step scans the arrays from the left. That is the point: it is the oracle for faster walks.
struct SlowWalk: Sendable {
    // One array a column; all have the same count and the same order, the order of the text.
    private var events: [Int32] = []
    private var prepare: [Int16] = []
    private var isDeleted: [Bool] = []
    /// The event of the record that was directly left when this one was inserted, or `nowhere`.
    private var originLeft: [Int32] = []
    /// The event of the next record that existed then, or `nowhere`.
    private var originRight: [Int32] = []

    /// This text's own operations in log order.
    private var operations: [LoggedOperation] = []
    /// Which record each delete event took, by the event's index less its operation's start.
    private struct LoggedOperation: Sendable {
        let start: Int32
        let count: Int32
        /// Empty for an insert.
        let targets: [Int32]
    }

    /// The version for which `prepare` holds; nil before the first event.
    private var preparedVersion: [LogIndex]?
    /// The text as everything applied so far left it.
    private(set) var text: [Unicode.Scalar] = []

    private static let nowhere: Int32 = -1

    init() {}

    // MARK: Reading

    /// How many scalars the text had for somebody who had seen `version`.
    mutating func length(at version: [LogIndex], in graph: EventGraph) -> Int {
        // An author who had seen everything saw the text as it is.
        if version == graph.heads { return text.count }
        move(to: version, in: graph)
        return prepare.withUnsafeBufferPointer { $0.reduce(0) { $0 + ($1 == 0 ? 1 : 0) } }
    }

    /// The event that inserted the visible scalar at `position`, or nil past the end.
    func event(at position: Int) -> LogIndex? {
        var left = position
        for index in isDeleted.indices where !isDeleted[index] {
            if left == 0 { return LogIndex(events[index]) }
            left -= 1
        }
        return nil
    }

    /// Where the scalar that `event` inserted stands now; where it is deleted, where it would stand.
    func position(of event: LogIndex) -> (position: Int, isDeleted: Bool)? {
        guard let record = record(of: event.rawValue) else { return nil }
        return (visibleCount(before: record), isDeleted[record])
    }

    // MARK: Applying

    /// Applies an insert whose position was checked against ``length(at:in:)`` of its author's version.
    mutating func insert(
        _ scalars: [Unicode.Scalar], at position: Int, event: LogIndex, parents: [LogIndex], in graph: EventGraph
    ) -> TextPatch {
        move(to: parents, in: graph)
        let left = slot(afterVisible: position)
        let leftEvent = left == 0 ? Self.nowhere : events[left - 1]
        var right = left
        while right < events.count, prepare[right] == -1 { right += 1 }
        let rightEvent = right == events.count ? Self.nowhere : events[right]
        let slot = integrationSlot(
            of: graph.id(of: event), from: left, to: right, leftEvent: leftEvent, rightEvent: rightEvent, in: graph)
        let at = visibleCount(before: slot)

        let numbers = (0..<Int32(scalars.count)).map { event.rawValue + $0 }
        events.insert(contentsOf: numbers, at: slot)
        prepare.insert(contentsOf: repeatElement(0, count: scalars.count), at: slot)
        isDeleted.insert(contentsOf: repeatElement(false, count: scalars.count), at: slot)
        originLeft.insert(contentsOf: [leftEvent] + numbers.dropLast(), at: slot)
        originRight.insert(contentsOf: repeatElement(rightEvent, count: scalars.count), at: slot)
        text.insert(contentsOf: scalars, at: at)
        operations.append(LoggedOperation(start: event.rawValue, count: Int32(scalars.count), targets: []))
        preparedVersion = [event.advanced(by: scalars.count - 1)]
        return TextPatch(at: at, deleted: 0, inserted: scalars)
    }

    /// Applies a delete whose range was checked as for an insert.
    ///
    /// - Returns: the ranges that it takes out of the text, to be applied one after the other. What another has
    ///   deleted already falls out, what another has inserted between survives.
    mutating func delete(
        _ count: Int, at position: Int, event: LogIndex, parents: [LogIndex], in graph: EventGraph
    ) -> [TextPatch] {
        move(to: parents, in: graph)
        var patches: [TextPatch] = []
        var targets: [Int32] = []
        targets.reserveCapacity(count)
        var record = slot(afterVisible: position)
        var at = visibleCount(before: record)
        while targets.count < count {
            precondition(record < events.count, "the range was checked against the author's version")
            if prepare[record] == 0 {
                targets.append(events[record])
                prepare[record] = 1
                if !isDeleted[record] {
                    isDeleted[record] = true
                    if let last = patches.last, last.at == at {
                        patches[patches.count - 1].deleted += 1
                    } else {
                        patches.append(TextPatch(at: at, deleted: 1, inserted: []))
                    }
                }
            } else if !isDeleted[record] {
                at += 1
            }
            record += 1
        }
        for patch in patches { text.removeSubrange(patch.at..<(patch.at + patch.deleted)) }
        operations.append(LoggedOperation(start: event.rawValue, count: Int32(count), targets: targets))
        preparedVersion = [event.advanced(by: count - 1)]
        return patches
    }

    /// Where among concurrent inserts at the same place a new record goes: the FugueMax rule.
    ///
    /// Only records that the author had not seen compete, those from `from` up to `to`. A record whose left origin lies
    /// further left ends the search; one with the same left origin goes first if its right origin lies further right,
    /// or, with both origins equal, if its event id is smaller. So runs typed at one place never interleave (Weidner
    /// and Kleppmann, *The Art of the Fugue*; egwalker section 3.3).
    private func integrationSlot(
        of id: EventID, from: Int, to: Int, leftEvent: Int32, rightEvent: Int32, in graph: EventGraph
    ) -> Int {
        guard from < to else { return from }
        let left = place(ofLeftOrigin: leftEvent)
        let right = place(ofRightOrigin: rightEvent)
        var slot = from
        var isScanning = false
        for other in from..<to {
            let otherLeft = place(ofLeftOrigin: originLeft[other])
            if otherLeft < left { break }
            if otherLeft == left {
                if originRight[other] == rightEvent {
                    if id < graph.id(of: LogIndex(events[other])) { break }
                    isScanning = false
                } else {
                    isScanning = place(ofRightOrigin: originRight[other]) < right
                }
            }
            if !isScanning { slot = other + 1 }
        }
        return slot
    }

    // MARK: The prepare version

    private mutating func move(to version: [LogIndex], in graph: EventGraph) {
        defer { preparedVersion = version }
        // Without any event of this text, every version looks the same.
        guard let current = preparedVersion, current != version else { return }
        let (back, forward) = graph.difference(from: current, to: version)
        for range in back { shift(range, by: -1) }
        for range in forward.reversed() { shift(range, by: 1) }
    }

    /// Retreats (−1) or advances (+1) this text's events among those in the range.
    ///
    /// The order does not matter: each step adds to an integer.
    private mutating func shift(_ range: Range<Int32>, by step: Int16) {
        var number = firstOperation(endingAfter: range.lowerBound)
        while number < operations.count, operations[number].start < range.upperBound {
            let operation = operations[number]
            let touched = range.clamped(to: operation.start..<(operation.start + operation.count))
            for event in touched {
                let target = operation.targets.isEmpty ? event : operation.targets[Int(event - operation.start)]
                prepare[record(of: target)!] += step
            }
            number += 1
        }
    }

    private func firstOperation(endingAfter event: Int32) -> Int {
        var low = 0
        var high = operations.count
        while low < high {
            let middle = (low + high) / 2
            if operations[middle].start + operations[middle].count <= event { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Scans

    private func record(of event: Int32) -> Int? {
        events.withUnsafeBufferPointer { $0.firstIndex(of: event) }
    }

    private func place(ofLeftOrigin event: Int32) -> Int {
        event == Self.nowhere ? -1 : record(of: event)!
    }

    private func place(ofRightOrigin event: Int32) -> Int {
        event == Self.nowhere ? events.count : record(of: event)!
    }

    /// The slot directly behind the first `position` records that the author saw.
    private func slot(afterVisible position: Int) -> Int {
        guard position > 0 else { return 0 }
        return prepare.withUnsafeBufferPointer { prepare in
            var left = position
            for index in prepare.indices where prepare[index] == 0 {
                left -= 1
                if left == 0 { return index + 1 }
            }
            preconditionFailure("position \(position) lies \(left) past the end of the author's text")
        }
    }

    private func visibleCount(before record: Int) -> Int {
        isDeleted.withUnsafeBufferPointer { $0[..<record].reduce(0) { $0 + ($1 ? 0 : 1) } }
    }
}

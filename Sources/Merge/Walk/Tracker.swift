/// The walk's memory of one text: every scalar that was ever inserted, in runs, as the next author sees it and as it
/// stands. It is kept between merges, so that people who overlap without a pause pay for what they missed of each
/// other and not for the whole session.
///
///     piece      Mø    b    el   x          prepare: was it there, for the author of the next event?
///     prepare    0     1    0    −1           −1 not yet inserted · 0 visible · n deleted by n events
///     deleted    –     yes  –    –          effect: is it there in the text as everything applied so far left it?
///
/// Before an event is applied, the prepare version moves to what its author had seen: events are *retreated* and
/// *advanced*, which only changes the prepare states. Then a position counts the scalars whose prepare is 0, and the
/// effect is found by counting those that are not deleted (Gentle and Kleppmann, EuroSys 2025, section 3; the retained
/// state is ours).
struct Tracker: Sendable {
    private var pieces = PieceList()
    /// Which scalars delete events took, in runs: event `first + k` took scalar `target + k`. Ascending by event.
    private var deletions: [Deletion] = []

    private struct Deletion: Sendable {
        let first: Int32
        let target: Int32
        let count: Int32
    }

    /// The version for which the prepare states hold; nil before the first event.
    private var preparedVersion: [LogIndex]?

    // MARK: Reading

    /// How many scalars the text had in the prepare version.
    var preparedCount: Int { pieces.preparedCount }

    /// The event that inserted the visible scalar at `position`, which must exist.
    func event(at position: Int) -> Int32 {
        let (slot, offset) = pieces.find(visible: position)
        return pieces[slot].event + Int32(offset)
    }

    /// Where the scalar that `event` inserted stands now; where it is deleted, where it would stand.
    func position(of event: Int32) -> (position: Int, isDeleted: Bool)? {
        guard let (slot, offset) = pieces.find(event: event) else { return nil }
        let isDeleted = pieces[slot].isDeleted
        return (pieces.visibleCount(before: slot) + (isDeleted ? 0 : offset), isDeleted)
    }

    // MARK: Applying

    /// Applies an insert, its position counted in the prepare version.
    ///
    /// - Returns: where the scalars go in the text as it stands.
    mutating func insert(_ operation: LoggedOperation, in graph: EventGraph) -> Int {
        let left: (slot: PieceList.Slot, event: Int32)
        if operation.position == 0 {
            left = (pieces.start, Piece.nowhere)
        } else {
            let (slot, offset) = pieces.find(prepared: operation.position - 1)
            let event = pieces[slot].event + Int32(offset)
            left = (pieces.split(slot, at: offset + 1), event)
        }
        var right = left.slot
        while right < pieces.end, pieces[right].prepare == -1 { right = pieces.next(right) }
        let rightEvent = right < pieces.end ? pieces[right].event : Piece.nowhere
        let slot = integrationSlot(
            of: operation.start, from: left.slot, to: right, leftEvent: left.event, rightEvent: rightEvent, in: graph)
        let at = pieces.visibleCount(before: slot)
        preparedVersion = [LogIndex(operation.start + operation.count - 1)]
        // What somebody types in a row becomes one piece.
        if slot == left.slot, left.event == operation.start - 1, left.event != Piece.nowhere {
            let before = pieces.previous(slot)
            if pieces[before].lastEvent == left.event, pieces[before].originRight == rightEvent,
                pieces[before].prepare == 0, !pieces[before].isDeleted
            {
                pieces.update(before) { $0.count += operation.count }
                return at
            }
        }
        pieces.insert(
            Piece(
                event: operation.start, count: operation.count, prepare: 0, isDeleted: false, originLeft: left.event,
                originRight: rightEvent), at: slot)
        return at
    }

    /// Applies a delete, its range counted in the prepare version.
    ///
    /// - Returns: the ranges that it takes out of the text, to be applied one after the other. What another has deleted
    ///   already falls out, what another has inserted between survives.
    mutating func delete(_ operation: LoggedOperation, in graph: EventGraph) -> [(at: Int, count: Int)] {
        var ranges: [(at: Int, count: Int)] = []
        var remaining = operation.count
        let (first, offset) = pieces.find(prepared: operation.position)
        var slot = pieces.split(first, at: offset)
        var at = pieces.visibleCount(before: slot)
        while true {
            let piece = pieces[slot]
            if piece.prepare == 0 {
                let count = min(remaining, piece.count)
                if count < piece.count { _ = pieces.split(slot, at: Int(count)) }
                // A split can move the piece itself into a new chunk.
                slot = pieces.find(event: piece.event)!.slot
                pieces.update(slot) { piece in
                    piece.prepare = 1
                    piece.isDeleted = true
                }
                deletions.append(
                    Deletion(first: operation.start + operation.count - remaining, target: piece.event, count: count))
                if !piece.isDeleted {
                    if let last = ranges.last, last.at == at {
                        ranges[ranges.count - 1].count += Int(count)
                    } else {
                        ranges.append((at, Int(count)))
                    }
                }
                remaining -= count
                if remaining == 0 { break }
            } else {
                at += piece.visible
            }
            slot = pieces.next(slot)
        }
        preparedVersion = [LogIndex(operation.start + operation.count - 1)]
        return ranges
    }

    /// Where among concurrent inserts at the same place a new piece goes: the FugueMax rule.
    ///
    /// Only pieces that the author had not seen compete, those from `from` up to `to`. A piece whose left origin lies
    /// further left ends the search; one with the same left origin goes first if its right origin lies further right,
    /// or, with both origins equal, if its event id is smaller. So runs typed at one place never interleave (Weidner
    /// and Kleppmann, *The Art of the Fugue*; egwalker section 3.3). Looking at a piece's first scalar is enough: the
    /// left origins of the others lie in the piece itself.
    private func integrationSlot(
        of event: Int32, from: PieceList.Slot, to: PieceList.Slot, leftEvent: Int32, rightEvent: Int32,
        in graph: EventGraph
    ) -> PieceList.Slot {
        guard from < to else { return from }
        let id = graph.id(of: LogIndex(event))
        let left = place(ofLeftOrigin: leftEvent)
        let right = place(ofRightOrigin: rightEvent)
        var slot = from
        var other = from
        var isScanning = false
        while other < to {
            let piece = pieces[other]
            let otherLeft = place(ofLeftOrigin: piece.originLeft)
            if otherLeft < left { break }
            if otherLeft == left {
                if piece.originRight == rightEvent {
                    if id < graph.id(of: LogIndex(piece.event)) { break }
                    isScanning = false
                } else {
                    isScanning = place(ofRightOrigin: piece.originRight) < right
                }
            }
            other = pieces.next(other)
            if !isScanning { slot = other }
        }
        return slot
    }

    /// A scalar's place, comparable with others'; the start of the text comes before all, its end behind all.
    private typealias Location = (slot: PieceList.Slot, offset: Int)

    private func place(ofLeftOrigin event: Int32) -> Location {
        event == Piece.nowhere ? (PieceList.Slot(chunk: -1, piece: 0), 0) : pieces.find(event: event)!
    }

    private func place(ofRightOrigin event: Int32) -> Location {
        event == Piece.nowhere ? (pieces.end, 0) : pieces.find(event: event)!
    }

    // MARK: The prepare version

    /// Moves the prepare states to `version`, which has nothing that was not applied.
    mutating func move(to version: [LogIndex], operations: OperationLog, in graph: EventGraph) {
        defer { preparedVersion = version }
        // Without any event of this text, every version looks the same.
        guard let current = preparedVersion, current != version else { return }
        let (back, forward) = graph.difference(from: current, to: version)
        for range in back { shift(range, by: -1, operations) }
        for range in forward.reversed() { shift(range, by: 1, operations) }
    }

    /// Retreats (−1) or advances (+1) this text's events among those in the range.
    ///
    /// The order does not matter: each step adds to an integer.
    private mutating func shift(_ range: Range<Int32>, by step: Int32, _ operations: OperationLog) {
        for operation in operations.overlapping(range) {
            let touched = range.clamped(to: operation.start..<(operation.start + operation.count))
            if operation.isDelete {
                shiftTargets(of: touched, by: step)
            } else {
                shiftPieces(touched, by: step)
            }
        }
    }

    private mutating func shiftTargets(of events: Range<Int32>, by step: Int32) {
        var low = 0
        var high = deletions.count
        while low < high {
            let middle = (low + high) / 2
            if deletions[middle].first + deletions[middle].count <= events.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        while low < deletions.count, deletions[low].first < events.upperBound {
            let deletion = deletions[low]
            let part = events.clamped(to: deletion.first..<(deletion.first + deletion.count))
            let target = deletion.target + part.lowerBound - deletion.first
            shiftPieces(target..<(target + Int32(part.count)), by: step)
            low += 1
        }
    }

    private mutating func shiftPieces(_ events: Range<Int32>, by step: Int32) {
        var event = events.lowerBound
        while event < events.upperBound {
            let (found, offset) = pieces.find(event: event)!
            let slot = pieces.split(found, at: offset)
            let count = min(pieces[slot].count, events.upperBound - event)
            _ = pieces.split(slot, at: Int(count))
            let whole = pieces.find(event: event)!.slot
            pieces.update(whole) { $0.prepare += step }
            pieces.fuse(around: whole)
            event += count
        }
    }

    #if MERGE_CHECKS
        var visibleCount: Int { pieces.visibleCount(before: pieces.end) }

        func checkInvariants() { pieces.checkInvariants() }
    #endif
}

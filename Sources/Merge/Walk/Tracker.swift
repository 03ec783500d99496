/// What applying an event does to the text as it stands.
struct TextEffect: Sendable {
    enum Kind: Sendable {
        case insert
        case delete
        case format
    }

    var kind: Kind
    var at: Int
    var count: Int
    /// Insert: which formats of others cover the new scalars, a number of ``FormatWinners``.
    var winners: Int32 = FormatWinners.none
}

/// The walk's memory of one text: scalars in runs, as the next author sees them and as they stand.
///
///     piece      Mø    b    el   x          prepare: was it there, for the author of the next event?
///     prepare    0     1    0    −1           −1 not yet inserted · 0 visible · n deleted by n events
///     deleted    –     yes  –    –          effect: is it there in the text as everything applied so far left it?
///
/// Before an event is applied, the prepare version moves to what its author had seen: events are *retreated* and
/// *advanced*, which only changes the prepare states. Then a position counts the scalars whose prepare is 0, and the
/// effect is found by counting those that are not deleted (Gentle and Kleppmann, EuroSys 2025, section 3).
///
/// A tracker starts from a **base**, a moment that every event behind it had seen; what the text held then is one
/// nameless piece. It is kept between merges, so that people who overlap without a pause pay for what they missed of
/// each other and not for the whole session: that is ours.
struct Tracker: Sendable {
    /// The number, among the text's own, of the first event behind the base.
    let base: Int32
    private var tree: PieceTree
    private(set) var winners = FormatWinners()
    private(set) var formats: [ActiveFormat] = []
    /// How many formats the prepare version does not have.
    private var unseenFormats = 0
    /// The version for which the prepare states hold; empty before the first event.
    private var preparedVersion: [LogIndex] = []
    private var difference = VersionDifference()

    /// A format since the base.
    struct ActiveFormat: Sendable {
        /// A number in the operation log's list.
        let content: Int32
        let key: Int32
        let first: Int32
        let last: Int32
        let lamport: UInt64
        let id: EventID
        var isPrepared = true

        /// Whether it decides over another about a scalar that both cover.
        func wins(over other: ActiveFormat) -> Bool {
            lamport == other.lamport ? other.id < id : other.lamport < lamport
        }
    }

    /// - Parameter baseCount: how many scalars the text had at the base, or more where that is not known.
    init(base: Int32, baseCount: Int32) {
        self.base = base
        tree = PieceTree(baseCount: baseCount)
    }

    // MARK: Reading

    /// How many scalars the text had in the prepare version, with those of the base that were too many.
    var preparedCount: Int { tree.preparedCount }
    var visibleCount: Int { tree.visibleCount }
    var pieceCount: Int { tree.pieceCount }

    /// The id of the visible scalar at `position`, which must exist.
    func id(at position: Int) -> Int32 {
        let (slot, offset) = tree.find(visible: position)
        return tree[slot].id + offset
    }

    /// Where the scalar that an event inserted stands now; where it is deleted, where it would stand.
    func position(of id: Int32) -> (position: Int, isDeleted: Bool) {
        let (slot, offset) = tree.find(id: id)
        let isDeleted = tree[slot].isDeleted
        return (tree.visibleCount(before: slot) + (isDeleted ? 0 : Int(offset)), isDeleted)
    }

    /// Every piece in order, for those who tell a text's past.
    func forEachPiece(_ body: (Piece) -> Void) {
        var slot = tree.start
        let end = tree.end
        while slot != end {
            body(tree[slot])
            slot = tree.next(slot)
        }
    }

    // MARK: Applying

    /// Applies an operation, its positions counted in what its author had seen, and appends what it does.
    mutating func apply(
        _ operation: LoggedOperation, _ log: OperationLog, in graph: EventGraph, to effects: inout [TextEffect]
    ) {
        moveToParents(of: operation.start, log, in: graph)
        let end = Int(operation.localEnd - base)
        while tree.homes.count < end { tree.homes.append(0) }
        switch operation.kind {
        case .insert: insert(operation, log, in: graph, to: &effects)
        case .delete, .backspace: delete(operation, to: &effects)
        case .format: format(operation, log.formats[Int(operation.content)], in: graph, to: &effects)
        }
        setPrepared(operation.end - 1)
    }

    private mutating func insert(
        _ operation: LoggedOperation, _ log: OperationLog, in graph: EventGraph, to effects: inout [TextEffect]
    ) {
        let id = operation.local - base
        let left: (slot: PieceTree.Slot, id: Int32)
        if operation.position == 0 {
            left = (tree.start, Piece.nowhere)
        } else {
            let (slot, offset) = tree.find(prepared: Int(operation.position) - 1)
            let leftID = tree[slot].id + offset
            left = (tree.split(slot, at: offset + 1), leftID)
        }
        let end = tree.end
        var right = left.slot
        while right != end, tree[right].prepare == -1 { right = tree.next(right) }
        let rightID = right != end ? tree[right].id : Piece.nowhere
        var slot = left.slot
        if slot != right {
            slot = integrationSlot(
                of: graph.id(of: LogIndex(operation.start)), from: slot, to: right, left: left.id, right: rightID, log,
                in: graph)
        }
        let at = tree.visibleCount(before: slot)
        let covering = unseenFormats == 0 ? FormatWinners.none : formatsAround(slot)
        effects.append(TextEffect(kind: .insert, at: at, count: Int(operation.count), winners: covering))
        // What somebody types in a row becomes one piece.
        if slot == left.slot, left.id == id - 1, id > 0 {
            let before = tree.previous(slot)
            let piece = tree[before]
            if piece.lastID == left.id, piece.originRight == rightID, piece.prepare == 0, !piece.isDeleted,
                piece.winners == covering
            {
                tree.extend(before, by: operation.count)
                return
            }
        }
        tree.insert(
            Piece(
                id: id, count: operation.count, prepare: 0, originLeft: left.id, originRight: rightID,
                winners: covering), at: slot)
    }

    /// What another has deleted already falls out, what another has inserted between survives.
    private mutating func delete(_ operation: LoggedOperation, to effects: inout [TextEffect]) {
        let (first, offset) = tree.find(prepared: Int(operation.lowestPosition))
        var slot = tree.split(first, at: offset)
        var at = tree.visibleCount(before: slot)
        var done: Int32 = 0
        let firstEffect = effects.count
        while true {
            let piece = tree[slot]
            if piece.prepare == 0 {
                let count = min(operation.count - done, piece.count)
                if count < piece.count {
                    // In one expression, the tree would be copied before it is split.
                    let rest = tree.split(slot, at: count)
                    slot = tree.previous(rest)
                }
                tree.delete(slot)
                for taken in 0..<count {
                    let event = operation.kind == .backspace ? operation.count - 1 - done - taken : done + taken
                    tree.homes[Int(operation.local - base + event)] = piece.id + taken
                }
                if !piece.isDeleted {
                    if effects.count > firstEffect, effects[effects.count - 1].at == at {
                        effects[effects.count - 1].count += Int(count)
                    } else {
                        effects.append(TextEffect(kind: .delete, at: at, count: Int(count)))
                    }
                }
                done += count
                if done == operation.count { break }
            } else {
                at += Int(piece.visible)
            }
            slot = tree.next(slot)
        }
    }

    /// A format covers what its author selected, and what others inserted between the first and the last of it without
    /// having seen it; the greatest Lamport time decides, then the greatest event id.
    private mutating func format(
        _ operation: LoggedOperation, _ logged: LoggedFormat, in graph: EventGraph, to effects: inout [TextEffect]
    ) {
        let (firstFound, firstOffset) = tree.find(prepared: Int(operation.position))
        let firstSlot = tree.split(firstFound, at: firstOffset)
        let first = tree[firstSlot].id
        let (lastFound, lastOffset) = tree.find(prepared: Int(operation.position + logged.length) - 1)
        let last = tree[lastFound].id + lastOffset
        _ = tree.split(lastFound, at: lastOffset + 1)
        let event = LogIndex(operation.start)
        let format = ActiveFormat(
            content: operation.content, key: logged.key, first: first, last: last, lamport: graph.lamport(of: event),
            id: graph.id(of: event))
        let number = Int32(formats.count)
        formats.append(format)
        tree.homes[Int(operation.local - base)] = number
        var slot = tree.find(id: first).slot
        var at = tree.visibleCount(before: slot)
        let firstEffect = effects.count
        // Many pieces have the same winners as the one before, and then it comes to the same.
        var (earlier, decided): (Int32, Int32?) = (-1, nil)
        while true {
            let piece = tree[slot]
            if piece.prepare <= 0, piece.winners != earlier {
                earlier = piece.winners
                decided = decides(format, over: piece) ? winners.set(earlier, with: number, for: format.key) : nil
            }
            if piece.prepare <= 0, let decided {
                tree.setWinners(decided, of: slot)
                if !piece.isDeleted {
                    if effects.count > firstEffect, let end = effects.last, end.at + end.count == at {
                        effects[effects.count - 1].count += Int(piece.count)
                    } else {
                        effects.append(TextEffect(kind: .format, at: at, count: Int(piece.count)))
                    }
                }
            }
            if piece.lastID == last { break }
            at += Int(piece.visible)
            slot = tree.next(slot)
        }
    }

    private func decides(_ format: ActiveFormat, over piece: Piece) -> Bool {
        guard piece.winners != FormatWinners.none,
            let other = winners.winner(of: format.key, in: piece.winners)
        else { return true }
        return format.wins(over: formats[Int(other)])
    }

    /// The formats that cover what is inserted before `slot` by somebody who has not seen them.
    private mutating func formatsAround(_ slot: PieceTree.Slot) -> Int32 {
        var covering = FormatWinners.none
        for (number, format) in formats.enumerated() where !format.isPrepared {
            guard tree.isOrdered(tree.find(id: format.first).slot, before: slot) else { continue }
            let last = tree.find(id: format.last).slot
            guard slot == last || tree.isOrdered(slot, before: last) else { continue }
            if let other = winners.winner(of: format.key, in: covering), !format.wins(over: formats[Int(other)]) {
                continue
            }
            covering = winners.set(covering, with: Int32(number), for: format.key)
        }
        return covering
    }

    /// Where among concurrent inserts at the same place a new piece goes: the FugueMax rule.
    ///
    /// Only pieces that the author had not seen compete, those from `from` up to `to`. A piece whose left origin lies
    /// further left ends the search; one with the same left origin goes first if its right origin lies further right,
    /// or, with both origins equal, if its event id is smaller. So runs typed at one place never interleave (Weidner
    /// and Kleppmann, *The Art of the Fugue*; egwalker section 3.3). Looking at a piece's first scalar is enough: the
    /// left origins of the others lie in the piece itself.
    private func integrationSlot(
        of id: EventID, from: PieceTree.Slot, to: PieceTree.Slot, left: Int32, right: Int32, _ log: OperationLog,
        in graph: EventGraph
    ) -> PieceTree.Slot {
        var slot = from
        var other = from
        var isScanning = false
        while other != to {
            let piece = tree[other]
            if piece.originLeft == left {
                if piece.originRight == right {
                    if id < graph.id(of: LogIndex(log.start(ofLocal: piece.id + base))) { break }
                    isScanning = false
                } else {
                    isScanning = isBefore(rightOrigin: piece.originRight, right)
                }
            } else if isBefore(leftOrigin: piece.originLeft, left) {
                break
            }
            other = tree.next(other)
            if !isScanning { slot = other }
        }
        return slot
    }

    /// The start of the text comes before all of it.
    private func isBefore(leftOrigin id: Int32, _ other: Int32) -> Bool {
        if id == Piece.nowhere || other == Piece.nowhere { return other != Piece.nowhere }
        return isBefore(id, other)
    }

    /// The end of the text comes behind all of it.
    private func isBefore(rightOrigin id: Int32, _ other: Int32) -> Bool {
        if id == Piece.nowhere || other == Piece.nowhere { return id != Piece.nowhere }
        return isBefore(id, other)
    }

    private func isBefore(_ id: Int32, _ other: Int32) -> Bool {
        let (slot, offset) = tree.find(id: id)
        let (otherSlot, otherOffset) = tree.find(id: other)
        return slot == otherSlot ? offset < otherOffset : tree.isOrdered(slot, before: otherSlot)
    }

    // MARK: The prepare version

    /// Moves the prepare states to what the author of an event had seen.
    mutating func moveToParents(of event: Int32, _ log: OperationLog, in graph: EventGraph) {
        // The next in a row, which most events are, needs no list of parents.
        if preparedVersion.count == 1, graph.isOnlyParent(preparedVersion[0].rawValue, of: event) { return }
        move(to: graph.parents(of: LogIndex(event)), log, in: graph)
    }

    /// Moves the prepare states to a version that has nothing that was not applied.
    mutating func move(to version: [LogIndex], _ log: OperationLog, in graph: EventGraph) {
        // Before the first event behind the base, every version looks the same.
        if !preparedVersion.isEmpty, preparedVersion != version {
            difference.find(from: preparedVersion, to: version, in: graph)
            for number in difference.back.indices { shift(difference.back[number], by: -1, log) }
            for number in difference.forward.indices.reversed() { shift(difference.forward[number], by: 1, log) }
        }
        preparedVersion = version
    }

    private mutating func setPrepared(_ event: Int32) {
        if preparedVersion.count == 1 {
            preparedVersion[0] = LogIndex(event)
        } else {
            preparedVersion = [LogIndex(event)]
        }
    }

    /// Retreats (−1) or advances (+1) this text's events among those in the range.
    ///
    /// The order does not matter: each step adds to an integer.
    private mutating func shift(_ range: Range<Int32>, by step: Int32, _ log: OperationLog) {
        var number = log.firstEntry(endingAfter: range.lowerBound)
        while number < log.entries.count {
            let operation = log.entries[number]
            guard operation.start < range.upperBound else { break }
            let from = max(range.lowerBound, operation.start) - operation.start
            let to = min(range.upperBound, operation.end) - operation.start
            let first = operation.local - base
            switch operation.kind {
            case .insert: shiftScalars(first + from, count: to - from, by: step)
            case .delete, .backspace: shiftTargets(of: (first + from)..<(first + to), by: step)
            case .format: shiftFormat(Int(tree.homes[Int(first)]), by: step)
            }
            number += 1
        }
    }

    /// Takes the scalars that delete events took together where they lie in a row, in either direction.
    private mutating func shiftTargets(of events: Range<Int32>, by step: Int32) {
        var event = events.lowerBound
        while event < events.upperBound {
            let target = tree.homes[Int(event)]
            var next = event + 1
            var direction: Int32 = 0
            while next < events.upperBound {
                let distance = tree.homes[Int(next)] &- tree.homes[Int(next - 1)]
                guard distance == 1 || distance == -1, direction == 0 || distance == direction else { break }
                direction = distance
                next += 1
            }
            shiftScalars(direction < 0 ? target - (next - event - 1) : target, count: next - event, by: step)
            event = next
        }
    }

    private mutating func shiftScalars(_ id: Int32, count: Int32, by step: Int32) {
        var id = id
        var left = count
        while left > 0 {
            let (found, offset) = tree.find(id: id)
            var slot = tree.split(found, at: offset)
            let here = min(tree[slot].count, left)
            if here < tree[slot].count {
                let rest = tree.split(slot, at: here)
                slot = tree.previous(rest)
            }
            tree.shift(slot, by: step)
            tree.fuse(around: slot)
            id += here
            left -= here
        }
    }

    private mutating func shiftFormat(_ number: Int, by step: Int32) {
        formats[number].isPrepared = step > 0
        unseenFormats -= Int(step)
    }

    #if MERGE_CHECKS
        func checkInvariants() { tree.checkInvariants() }
    #endif
}

/// Scalars that were inserted by consecutive events and share one fate: a run of records of the walk.
///
/// The k-th scalar's event is `event + k`; its left origin is the scalar before it, for the first `originLeft`.
struct Piece: Sendable {
    var event: Int32
    var count: Int32
    /// −1 not yet inserted · 0 visible · n deleted by n events, for the author of the next event.
    var prepare: Int32
    /// Whether it is gone from the text as everything applied so far left it.
    var isDeleted: Bool
    /// The event of the scalar that was directly left when the first was inserted, or ``nowhere``.
    var originLeft: Int32
    /// The event of the next scalar that existed then, the same for all, or ``nowhere``.
    let originRight: Int32

    static let nowhere: Int32 = -1

    /// How many scalars the author of the next event sees.
    var prepared: Int { prepare == 0 ? Int(count) : 0 }
    /// How many scalars stand in the text.
    var visible: Int { isDeleted ? 0 : Int(count) }
    var lastEvent: Int32 { event + count - 1 }
}

/// The pieces of one text in their order, counted twice: as the next author sees them and as they stand.
///
/// A list of chunks of at most ``chunkLimit`` pieces, each with its two sums, and a sorted index from events to chunks.
/// Finding a position costs a step a chunk and a step a piece of one chunk, finding an event a binary search: for the
/// thousands of pieces that a field collects, that beats a tree by being flat in memory.
struct PieceList: Sendable {
    /// Where a piece is: good until the next insert or split.
    struct Slot: Hashable, Comparable {
        var chunk: Int
        var piece: Int

        static func < (left: Slot, right: Slot) -> Bool {
            left.chunk == right.chunk ? left.piece < right.piece : left.chunk < right.chunk
        }
    }

    private struct Chunk: Sendable {
        /// Stays with the chunk; its place in the list does not.
        let number: Int32
        var pieces: [Piece] = []
        var prepared = 0
        var visible = 0
    }

    /// Where the piece that starts with an event is to be found.
    private struct Home: Sendable {
        let event: Int32
        var chunk: Int32
    }

    private static let chunkLimit = 64

    private var chunks = [Chunk(number: 0)]
    /// The place in `chunks` of each chunk, by its number.
    private var placeOfChunk: [Int] = [0]
    /// One entry a piece, ascending by event.
    private var homes: [Home] = []

    var start: Slot { Slot(chunk: 0, piece: 0) }
    /// Behind the last piece.
    var end: Slot { Slot(chunk: chunks.count - 1, piece: chunks[chunks.count - 1].pieces.count) }
    var preparedCount: Int { chunks.reduce(0) { $0 + $1.prepared } }

    subscript(slot: Slot) -> Piece {
        chunks[slot.chunk].pieces[slot.piece]
    }

    /// The slot of the next piece, or ``end``. Chunks are never empty, except in an empty list.
    func next(_ slot: Slot) -> Slot {
        if slot.piece + 1 < chunks[slot.chunk].pieces.count || slot.chunk + 1 == chunks.count {
            return Slot(chunk: slot.chunk, piece: slot.piece + 1)
        }
        return Slot(chunk: slot.chunk + 1, piece: 0)
    }

    /// The slot of the piece before; not for ``start``.
    func previous(_ slot: Slot) -> Slot {
        slot.piece > 0
            ? Slot(chunk: slot.chunk, piece: slot.piece - 1)
            : Slot(chunk: slot.chunk - 1, piece: chunks[slot.chunk - 1].pieces.count - 1)
    }

    // MARK: Finding

    /// The piece with the `position`-th scalar that the next author sees, counted from 0, and how far into the piece.
    func find(prepared position: Int) -> (slot: Slot, offset: Int) {
        find(position, { $0.prepared }, { $0.prepared })
    }

    /// The same among the scalars that stand in the text.
    func find(visible position: Int) -> (slot: Slot, offset: Int) {
        find(position, { $0.visible }, { $0.visible })
    }

    private func find(
        _ position: Int, _ sum: (Chunk) -> Int, _ count: (Piece) -> Int
    ) -> (slot: Slot, offset: Int) {
        var left = position
        for chunk in chunks.indices {
            guard left >= sum(chunks[chunk]) else {
                for piece in chunks[chunk].pieces.indices {
                    let here = count(chunks[chunk].pieces[piece])
                    if left < here { return (Slot(chunk: chunk, piece: piece), left) }
                    left -= here
                }
                preconditionFailure("a chunk's sum is the sum of its pieces")
            }
            left -= sum(chunks[chunk])
        }
        preconditionFailure("position \(position) lies \(left) past the end")
    }

    /// The piece that holds an event's scalar, and how far into it; nil for an event that inserted nothing here.
    func find(event: Int32) -> (slot: Slot, offset: Int)? {
        let number = homeNumber(of: event)
        guard number >= 0 else { return nil }
        let home = homes[number]
        let chunk = placeOfChunk[Int(home.chunk)]
        guard let piece = chunks[chunk].pieces.firstIndex(where: { $0.event == home.event }) else { return nil }
        let offset = event - home.event
        return offset < chunks[chunk].pieces[piece].count ? (Slot(chunk: chunk, piece: piece), Int(offset)) : nil
    }

    /// The number in `homes` of the last piece that starts at or before `event`; −1 before the first.
    private func homeNumber(of event: Int32) -> Int {
        var low = 0
        var high = homes.count
        while low < high {
            let middle = (low + high) / 2
            if homes[middle].event <= event { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// How many scalars stand in the text before a piece.
    func visibleCount(before slot: Slot) -> Int {
        var count = 0
        for chunk in 0..<slot.chunk { count += chunks[chunk].visible }
        for piece in 0..<slot.piece { count += chunks[slot.chunk].pieces[piece].visible }
        return count
    }

    // MARK: Changing

    /// Changes a piece's state; its events and count stay.
    mutating func update(_ slot: Slot, _ change: (inout Piece) -> Void) {
        chunks[slot.chunk].prepared -= chunks[slot.chunk].pieces[slot.piece].prepared
        chunks[slot.chunk].visible -= chunks[slot.chunk].pieces[slot.piece].visible
        change(&chunks[slot.chunk].pieces[slot.piece])
        chunks[slot.chunk].prepared += chunks[slot.chunk].pieces[slot.piece].prepared
        chunks[slot.chunk].visible += chunks[slot.chunk].pieces[slot.piece].visible
    }

    /// Puts a piece before the one at `slot`.
    ///
    /// - Returns: where it is now.
    @discardableResult
    mutating func insert(_ piece: Piece, at slot: Slot) -> Slot {
        chunks[slot.chunk].pieces.insert(piece, at: slot.piece)
        chunks[slot.chunk].prepared += piece.prepared
        chunks[slot.chunk].visible += piece.visible
        homes.insert(
            Home(event: piece.event, chunk: chunks[slot.chunk].number), at: homeNumber(of: piece.event) + 1)
        return splitIfFull(slot)
    }

    /// Cuts a piece in two so that a piece starts `offset` scalars into it.
    ///
    /// - Returns: the slot of that piece; the slot itself for offset 0, the next for the piece's count.
    mutating func split(_ slot: Slot, at offset: Int) -> Slot {
        let piece = chunks[slot.chunk].pieces[slot.piece]
        if offset == 0 { return slot }
        if offset == Int(piece.count) { return next(slot) }
        var right = piece
        right.event += Int32(offset)
        right.count -= Int32(offset)
        right.originLeft = right.event - 1
        update(slot) { $0.count = Int32(offset) }
        return insert(right, at: Slot(chunk: slot.chunk, piece: slot.piece + 1))
    }

    /// Joins a piece with its neighbours where nothing tells them apart any more, so that retreating and advancing does
    /// not grind the text to single scalars.
    mutating func fuse(around slot: Slot) {
        if slot.piece + 1 < chunks[slot.chunk].pieces.count {
            fuseWithPrevious(Slot(chunk: slot.chunk, piece: slot.piece + 1))
        }
        if slot.piece > 0 { fuseWithPrevious(slot) }
    }

    private mutating func fuseWithPrevious(_ slot: Slot) {
        let piece = chunks[slot.chunk].pieces[slot.piece]
        let before = chunks[slot.chunk].pieces[slot.piece - 1]
        guard piece.event == before.event + before.count, piece.originLeft == before.lastEvent,
            piece.originRight == before.originRight, piece.prepare == before.prepare,
            piece.isDeleted == before.isDeleted
        else { return }
        chunks[slot.chunk].pieces[slot.piece - 1].count += piece.count
        chunks[slot.chunk].pieces.remove(at: slot.piece)
        homes.remove(at: homeNumber(of: piece.event))
    }

    private mutating func splitIfFull(_ slot: Slot) -> Slot {
        guard chunks[slot.chunk].pieces.count > Self.chunkLimit else { return slot }
        let middle = Self.chunkLimit / 2
        var right = Chunk(number: Int32(placeOfChunk.count))
        right.pieces = Array(chunks[slot.chunk].pieces[middle...])
        for piece in right.pieces {
            right.prepared += piece.prepared
            right.visible += piece.visible
            homes[homeNumber(of: piece.event)].chunk = right.number
        }
        chunks[slot.chunk].pieces.removeSubrange(middle...)
        chunks[slot.chunk].prepared -= right.prepared
        chunks[slot.chunk].visible -= right.visible
        chunks.insert(right, at: slot.chunk + 1)
        placeOfChunk.append(slot.chunk + 1)
        for place in (slot.chunk + 2)..<max(slot.chunk + 2, chunks.count) {
            placeOfChunk[Int(chunks[place].number)] = place
        }
        return slot.piece < middle ? slot : Slot(chunk: slot.chunk + 1, piece: slot.piece - middle)
    }

    #if MERGE_CHECKS
        func checkInvariants() {
            for (place, chunk) in chunks.enumerated() {
                precondition(placeOfChunk[Int(chunk.number)] == place)
                precondition(chunk.prepared == chunk.pieces.reduce(0) { $0 + $1.prepared })
                precondition(chunk.visible == chunk.pieces.reduce(0) { $0 + $1.visible })
                for piece in chunk.pieces {
                    precondition(homes[homeNumber(of: piece.event)].event == piece.event)
                    precondition(homes[homeNumber(of: piece.event)].chunk == chunk.number)
                }
            }
            precondition(homes.count == chunks.reduce(0) { $0 + $1.pieces.count })
        }
    #endif
}

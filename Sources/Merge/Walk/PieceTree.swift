/// The pieces of one text in their order: a B-tree that counts scalars twice, as the next author sees them and as they
/// stand (Gentle and Kleppmann, section 3.4).
///
/// Nodes lie in flat arrays and know their parents by number; every scalar's leaf is known by its id, so both ways lead
/// through the tree's height alone: from a position down, from an id up.
struct PieceTree: Sendable {
    /// Where a piece is: good until the next insert or split.
    struct Slot: Hashable, Sendable {
        var leaf: Int32
        var index: Int32
    }

    struct Leaf: Sendable {
        var count: Int32 = 0
        var parent: Int32 = -1
        var next: Int32 = -1
        var previous: Int32 = -1
    }

    struct Node: Sendable {
        var count: Int32 = 0
        var parent: Int32 = -1
        /// Whether its children are leaves.
        var isLowest: Bool
    }

    struct Child: Sendable {
        var number: Int32
        var prepared: Int32
        var visible: Int32
    }

    /// The id of the first scalar that was there at the base.
    static let underwater = Int32.min
    static let leafCapacity: Int32 = 32
    static let nodeCapacity: Int32 = 16

    /// Leaf n's pieces start at `n * leafCapacity`.
    var pieces: [Piece] = []
    var leaves: [Leaf] = []
    var nodes: [Node] = []
    /// Node n's children start at `n * nodeCapacity`.
    var children: [Child] = []
    var root: Int32 = 0
    /// The leaf of every inserted scalar, by its id; what else a number means for other events, their owner knows.
    var homes: [Int32] = []
    /// Leaves of the pieces that were there at the base, ascending by id.
    var deepHomes: [(id: Int32, leaf: Int32)] = []
    var firstLeaf: Int32 = 0
    var lastLeaf: Int32 = 0
    /// How many pieces there are.
    private(set) var pieceCount = 0

    static let noPiece = Piece(id: 0, count: 0, prepare: 0, originLeft: 0, originRight: 0)
    static let noChild = Child(number: -1, prepared: 0, visible: 0)

    /// - Parameter baseCount: how many scalars there were at the base, or more.
    init(baseCount: Int32) {
        nodes = [Node(count: 1, isLowest: true)]
        children = Array(repeating: Self.noChild, count: Int(Self.nodeCapacity))
        leaves = [Leaf(parent: 0)]
        pieces = Array(repeating: Self.noPiece, count: Int(Self.leafCapacity))
        children[0].number = 0
        if baseCount > 0 {
            insert(
                Piece(
                    id: Self.underwater, count: baseCount, prepare: 0, originLeft: Piece.nowhere,
                    originRight: Piece.nowhere), at: start)
        }
    }

    // MARK: Walking

    var start: Slot { Slot(leaf: firstLeaf, index: 0) }
    /// Behind the last piece.
    var end: Slot { Slot(leaf: lastLeaf, index: leaves[Int(lastLeaf)].count) }

    subscript(slot: Slot) -> Piece {
        @inline(__always) get { pieces[Int(slot.leaf * Self.leafCapacity + slot.index)] }
    }

    /// The slot of the next piece, or ``end``. Leaves are never empty, except in an empty tree.
    func next(_ slot: Slot) -> Slot {
        let leaf = leaves[Int(slot.leaf)]
        if slot.index + 1 < leaf.count || leaf.next < 0 { return Slot(leaf: slot.leaf, index: slot.index + 1) }
        return Slot(leaf: leaf.next, index: 0)
    }

    /// The slot of the piece before; not for ``start``.
    func previous(_ slot: Slot) -> Slot {
        if slot.index > 0 { return Slot(leaf: slot.leaf, index: slot.index - 1) }
        let leaf = leaves[Int(slot.leaf)].previous
        return Slot(leaf: leaf, index: leaves[Int(leaf)].count - 1)
    }

    /// Whether `left` stands before `right`.
    func isOrdered(_ left: Slot, before right: Slot) -> Bool {
        if left.leaf == right.leaf { return left.index < right.index }
        // All leaves have the same depth, so the ways up meet.
        var (leftChild, rightChild) = (left.leaf, right.leaf)
        var (leftNode, rightNode) = (leaves[Int(leftChild)].parent, leaves[Int(rightChild)].parent)
        while leftNode != rightNode {
            (leftChild, rightChild) = (leftNode, rightNode)
            (leftNode, rightNode) = (nodes[Int(leftChild)].parent, nodes[Int(rightChild)].parent)
        }
        return place(of: leftChild, in: leftNode) < place(of: rightChild, in: leftNode)
    }

    // MARK: Finding

    /// How many scalars the author of the next event sees.
    var preparedCount: Int { totals.prepared }
    /// How many scalars stand in the text.
    var visibleCount: Int { totals.visible }

    var totals: (prepared: Int, visible: Int) {
        var sums = (prepared: 0, visible: 0)
        for child in childRange(of: root) {
            sums.prepared += Int(children[child].prepared)
            sums.visible += Int(children[child].visible)
        }
        return sums
    }

    /// The piece with the `position`-th scalar that the next author sees, counted from 0, and how far into the piece.
    func find(prepared position: Int) -> (slot: Slot, offset: Int32) {
        var left = Int32(position)
        var node = root
        while true {
            var child = Int(node * Self.nodeCapacity)
            while left >= children[child].prepared {
                left -= children[child].prepared
                child += 1
            }
            let number = children[child].number
            guard nodes[Int(node)].isLowest else {
                node = number
                continue
            }
            var index = Int(number * Self.leafCapacity)
            while left >= pieces[index].prepared {
                left -= pieces[index].prepared
                index += 1
            }
            return (Slot(leaf: number, index: Int32(index) - number * Self.leafCapacity), left)
        }
    }

    /// The same among the scalars that stand in the text.
    func find(visible position: Int) -> (slot: Slot, offset: Int32) {
        var left = Int32(position)
        var node = root
        while true {
            var child = Int(node * Self.nodeCapacity)
            while left >= children[child].visible {
                left -= children[child].visible
                child += 1
            }
            let number = children[child].number
            guard nodes[Int(node)].isLowest else {
                node = number
                continue
            }
            var index = Int(number * Self.leafCapacity)
            while left >= pieces[index].visible {
                left -= pieces[index].visible
                index += 1
            }
            return (Slot(leaf: number, index: Int32(index) - number * Self.leafCapacity), left)
        }
    }

    /// The piece that holds a scalar, which must have been inserted, and how far into it.
    func find(id: Int32) -> (slot: Slot, offset: Int32) {
        let leaf = id >= 0 ? homes[Int(id)] : deepHomes[deepHome(of: id)].leaf
        var index = Int(leaf * Self.leafCapacity)
        while true {
            let offset = id &- pieces[index].id
            if offset >= 0, offset < pieces[index].count {
                return (Slot(leaf: leaf, index: Int32(index) - leaf * Self.leafCapacity), offset)
            }
            index += 1
        }
    }

    /// How many scalars stand in the text before a piece.
    func visibleCount(before slot: Slot) -> Int {
        var count: Int32 = 0
        let first = Int(slot.leaf * Self.leafCapacity)
        for index in first..<(first + Int(slot.index)) { count += pieces[index].visible }
        var number = slot.leaf
        var node = leaves[Int(number)].parent
        while node >= 0 {
            var child = Int(node * Self.nodeCapacity)
            while children[child].number != number {
                count += children[child].visible
                child += 1
            }
            number = node
            node = nodes[Int(node)].parent
        }
        return Int(count)
    }

    func deepHome(of id: Int32) -> Int {
        var low = 0
        var high = deepHomes.count
        while low < high {
            let middle = (low + high) / 2
            if deepHomes[middle].id <= id { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    @inline(__always)
    func childRange(of node: Int32) -> Range<Int> {
        let first = Int(node * Self.nodeCapacity)
        return first..<(first + Int(nodes[Int(node)].count))
    }

    @inline(__always)
    func place(of child: Int32, in node: Int32) -> Int {
        var place = Int(node * Self.nodeCapacity)
        while children[place].number != child { place += 1 }
        return place
    }

    // MARK: Changing

    /// Adds to what a piece's events do to it in the prepare version.
    mutating func shift(_ slot: Slot, by step: Int32) {
        let index = Int(slot.leaf * Self.leafCapacity + slot.index)
        let before = pieces[index].prepared
        pieces[index].prepare += step
        add(pieces[index].prepared - before, 0, to: slot.leaf)
    }

    /// Deletes a piece that the author of the event sees.
    mutating func delete(_ slot: Slot) {
        let index = Int(slot.leaf * Self.leafCapacity + slot.index)
        let visible = pieces[index].visible
        pieces[index].prepare = 1
        pieces[index].isDeleted = true
        add(-pieces[index].count, -visible, to: slot.leaf)
    }

    mutating func setWinners(_ winners: Int32, of slot: Slot) {
        pieces[Int(slot.leaf * Self.leafCapacity + slot.index)].winners = winners
    }

    /// Makes the piece longer by the events that follow it.
    mutating func extend(_ slot: Slot, by count: Int32) {
        let index = Int(slot.leaf * Self.leafCapacity + slot.index)
        setHome(of: pieces[index].id + pieces[index].count, count: count, to: slot.leaf)
        pieces[index].count += count
        add(count, count, to: slot.leaf)
    }

    /// Puts a piece before the one at `slot`.
    ///
    /// - Returns: where it is now.
    @discardableResult
    mutating func insert(_ piece: Piece, at slot: Slot) -> Slot {
        setHome(of: piece.id, count: piece.count, to: slot.leaf)
        return place(piece, at: slot, prepared: piece.prepared, visible: piece.visible)
    }

    /// Cuts a piece in two so that a piece starts `offset` scalars into it.
    ///
    /// - Returns: the slot of that piece; the slot itself for offset 0, the next for the piece's count.
    mutating func split(_ slot: Slot, at offset: Int32) -> Slot {
        if offset == 0 { return slot }
        let index = Int(slot.leaf * Self.leafCapacity + slot.index)
        if offset == pieces[index].count { return next(slot) }
        var right = pieces[index]
        right.id += offset
        right.count -= offset
        right.originLeft = right.id - 1
        pieces[index].count = offset
        if right.id < 0 { deepHomes.insert((right.id, slot.leaf), at: deepHome(of: right.id) + 1) }
        let place = Slot(leaf: slot.leaf, index: slot.index + 1)
        // In the same leaf the sums stay as they are.
        guard leaves[Int(slot.leaf)].count == Self.leafCapacity else {
            return self.place(right, at: place, prepared: 0, visible: 0)
        }
        add(-right.prepared, -right.visible, to: slot.leaf)
        return self.place(right, at: place, prepared: right.prepared, visible: right.visible)
    }

    /// Joins a piece with its neighbours where nothing tells them apart any more, so that retreating and advancing does
    /// not grind the text to single scalars.
    mutating func fuse(around slot: Slot) {
        fuseWithPrevious(Slot(leaf: slot.leaf, index: slot.index + 1))
        fuseWithPrevious(slot)
    }

    mutating func fuseWithPrevious(_ slot: Slot) {
        guard slot.index > 0, slot.index < leaves[Int(slot.leaf)].count else { return }
        let index = Int(slot.leaf * Self.leafCapacity + slot.index)
        let piece = pieces[index]
        guard pieces[index - 1].continues(with: piece) else { return }
        pieces[index - 1].count += piece.count
        if piece.id < 0 { deepHomes.remove(at: deepHome(of: piece.id)) }
        let count = leaves[Int(slot.leaf)].count
        for place in index..<(index + Int(count - slot.index) - 1) { pieces[place] = pieces[place + 1] }
        leaves[Int(slot.leaf)].count = count - 1
        pieceCount -= 1
    }

    @inline(__always)
    mutating func setHome(of id: Int32, count: Int32, to leaf: Int32) {
        if id >= 0 {
            for place in Int(id)..<Int(id + count) { homes[place] = leaf }
        } else {
            let place = deepHome(of: id)
            if place >= 0, deepHomes[place].id == id {
                deepHomes[place].leaf = leaf
            } else {
                deepHomes.insert((id, leaf), at: place + 1)
            }
        }
    }

    mutating func add(_ prepared: Int32, _ visible: Int32, to leaf: Int32) {
        guard prepared != 0 || visible != 0 else { return }
        var number = leaf
        var node = leaves[Int(number)].parent
        while node >= 0 {
            let place = place(of: number, in: node)
            children[place].prepared += prepared
            children[place].visible += visible
            number = node
            node = nodes[Int(node)].parent
        }
    }

    mutating func place(_ piece: Piece, at slot: Slot, prepared: Int32, visible: Int32) -> Slot {
        var slot = slot
        if leaves[Int(slot.leaf)].count == Self.leafCapacity {
            let leaf = slot.leaf
            slot = splitLeaf(slot)
            if slot.leaf != leaf { setHome(of: piece.id, count: piece.count, to: slot.leaf) }
        }
        let first = Int(slot.leaf * Self.leafCapacity)
        let count = Int(leaves[Int(slot.leaf)].count)
        var place = first + count
        while place > first + Int(slot.index) {
            pieces[place] = pieces[place - 1]
            place -= 1
        }
        pieces[place] = piece
        leaves[Int(slot.leaf)].count += 1
        pieceCount += 1
        add(prepared, visible, to: slot.leaf)
        return slot
    }
}

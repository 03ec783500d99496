/// Scalars that were inserted by consecutive events and share one fate: a run of records of the walk.
///
/// The k-th scalar's id is `id + k`; its left origin is the scalar before it, for the first `originLeft`.
///
/// Ids count a text's events from the walk's base: ids from 0 belong to events behind it. Scalars that were there at
/// the base have made-up ids, ``PieceTree/underwater`` and up, in their order.
struct Piece: Sendable {
    var id: Int32
    var count: Int32
    /// −1 not yet inserted · 0 visible · n deleted by n events, for the author of the next event.
    var prepare: Int32
    /// The id of the scalar that was directly left when the first was inserted, or ``nowhere``.
    var originLeft: Int32
    /// The id of the next scalar that existed then, the same for all, or ``nowhere``.
    let originRight: Int32
    /// Which formats give it its attributes: a number of ``FormatWinners``.
    var winners: Int32 = FormatWinners.none
    /// Whether it is gone from the text as everything applied so far left it.
    var isDeleted = false

    static let nowhere: Int32 = -1

    /// How many scalars the author of the next event sees.
    var prepared: Int32 { prepare == 0 ? count : 0 }
    /// How many scalars stand in the text.
    var visible: Int32 { isDeleted ? 0 : count }
    var lastID: Int32 { id + count - 1 }

    /// Whether `next` could as well be the rest of this piece.
    func continues(with next: Piece) -> Bool {
        next.id == id + count && next.originLeft == lastID && next.originRight == originRight
            && next.prepare == prepare && next.isDeleted == isDeleted && next.winners == winners
    }
}

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

    private struct Leaf: Sendable {
        var count: Int32 = 0
        var parent: Int32 = -1
        var next: Int32 = -1
        var previous: Int32 = -1
    }

    private struct Node: Sendable {
        var count: Int32 = 0
        var parent: Int32 = -1
        /// Whether its children are leaves.
        var isLowest: Bool
    }

    private struct Child: Sendable {
        var number: Int32
        var prepared: Int32
        var visible: Int32
    }

    /// The id of the first scalar that was there at the base.
    static let underwater = Int32.min
    private static let leafCapacity: Int32 = 32
    private static let nodeCapacity: Int32 = 16

    /// Leaf n's pieces start at `n * leafCapacity`.
    private var pieces: [Piece] = []
    private var leaves: [Leaf] = []
    private var nodes: [Node] = []
    /// Node n's children start at `n * nodeCapacity`.
    private var children: [Child] = []
    private var root: Int32 = 0
    /// The leaf of every inserted scalar, by its id; what else a number means for other events, their owner knows.
    var homes: [Int32] = []
    /// Leaves of the pieces that were there at the base, ascending by id.
    private var deepHomes: [(id: Int32, leaf: Int32)] = []
    private var firstLeaf: Int32 = 0
    private var lastLeaf: Int32 = 0
    /// How many pieces there are.
    private(set) var pieceCount = 0

    private static let noPiece = Piece(id: 0, count: 0, prepare: 0, originLeft: 0, originRight: 0)
    private static let noChild = Child(number: -1, prepared: 0, visible: 0)

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

    private var totals: (prepared: Int, visible: Int) {
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

    private func deepHome(of id: Int32) -> Int {
        var low = 0
        var high = deepHomes.count
        while low < high {
            let middle = (low + high) / 2
            if deepHomes[middle].id <= id { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    @inline(__always)
    private func childRange(of node: Int32) -> Range<Int> {
        let first = Int(node * Self.nodeCapacity)
        return first..<(first + Int(nodes[Int(node)].count))
    }

    @inline(__always)
    private func place(of child: Int32, in node: Int32) -> Int {
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

    private mutating func fuseWithPrevious(_ slot: Slot) {
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
    private mutating func setHome(of id: Int32, count: Int32, to leaf: Int32) {
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

    private mutating func add(_ prepared: Int32, _ visible: Int32, to leaf: Int32) {
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

    private mutating func place(_ piece: Piece, at slot: Slot, prepared: Int32, visible: Int32) -> Slot {
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

    // MARK: Splitting

    /// Moves the upper half of a full leaf into a new one.
    ///
    /// - Returns: the slot's new place.
    private mutating func splitLeaf(_ slot: Slot) -> Slot {
        let old = Int(slot.leaf)
        let new = Int32(leaves.count)
        // Where text grows at its end, leaves are left nearly full.
        let kept = slot.index == Self.leafCapacity && leaves[old].next < 0 ? Self.leafCapacity - 2 : Self.leafCapacity / 2
        leaves.append(
            Leaf(count: Self.leafCapacity - kept, parent: -1, next: leaves[old].next, previous: slot.leaf))
        if leaves[old].next >= 0 { leaves[Int(leaves[old].next)].previous = new } else { lastLeaf = new }
        leaves[old].next = new
        leaves[old].count = kept
        pieces.append(contentsOf: repeatElement(Self.noPiece, count: Int(Self.leafCapacity)))
        var sums = Child(number: new, prepared: 0, visible: 0)
        for index in 0..<Int(Self.leafCapacity - kept) {
            let piece = pieces[old * Int(Self.leafCapacity) + Int(kept) + index]
            pieces[Int(new) * Int(Self.leafCapacity) + index] = piece
            sums.prepared += piece.prepared
            sums.visible += piece.visible
            setHome(of: piece.id, count: piece.count, to: new)
        }
        insertChild(sums, after: slot.leaf, in: leaves[old].parent)
        return slot.index <= kept ? slot : Slot(leaf: new, index: slot.index - kept)
    }

    /// Gives a node a new child that has taken part of the sums of `sibling`.
    private mutating func insertChild(_ child: Child, after sibling: Int32, in parent: Int32) {
        let place = place(of: sibling, in: parent)
        children[place].prepared -= child.prepared
        children[place].visible -= child.visible
        if nodes[Int(parent)].count < Self.nodeCapacity {
            put(child, at: place + 1, in: parent)
            return
        }
        let new = Int32(nodes.count)
        let kept = Self.nodeCapacity / 2
        nodes.append(Node(count: 0, parent: -1, isLowest: nodes[Int(parent)].isLowest))
        children.append(contentsOf: repeatElement(Self.noChild, count: Int(Self.nodeCapacity)))
        let first = Int(parent * Self.nodeCapacity)
        for index in 0..<Int(Self.nodeCapacity - kept) {
            put(children[first + Int(kept) + index], at: Int(new * Self.nodeCapacity) + index, in: new)
        }
        nodes[Int(parent)].count = kept
        let offset = Int32(place - first) + 1
        if offset <= kept {
            put(child, at: first + Int(offset), in: parent)
        } else {
            put(child, at: Int(new * Self.nodeCapacity) + Int(offset - kept), in: new)
        }
        let grandparent = nodes[Int(parent)].parent
        if grandparent >= 0 {
            insertChild(sum(of: new), after: parent, in: grandparent)
        } else {
            root = Int32(nodes.count)
            nodes.append(Node(isLowest: false))
            children.append(contentsOf: repeatElement(Self.noChild, count: Int(Self.nodeCapacity)))
            put(sum(of: parent), at: Int(root * Self.nodeCapacity), in: root)
            put(sum(of: new), at: Int(root * Self.nodeCapacity) + 1, in: root)
        }
    }

    private func sum(of node: Int32) -> Child {
        var sum = Child(number: node, prepared: 0, visible: 0)
        for child in childRange(of: node) {
            sum.prepared += children[child].prepared
            sum.visible += children[child].visible
        }
        return sum
    }

    private mutating func put(_ child: Child, at place: Int, in node: Int32) {
        var last = Int(node * Self.nodeCapacity + nodes[Int(node)].count)
        while last > place {
            children[last] = children[last - 1]
            last -= 1
        }
        children[place] = child
        nodes[Int(node)].count += 1
        if nodes[Int(node)].isLowest {
            leaves[Int(child.number)].parent = node
        } else {
            nodes[Int(child.number)].parent = node
        }
    }
}

#if MERGE_CHECKS
    extension PieceTree {
        func checkInvariants() {
            var seen = 0
            var slot = start
            while slot != end {
                let piece = self[slot]
                precondition(piece.count > 0 && piece.prepare >= -1)
                precondition(find(id: piece.id).slot == slot && find(id: piece.lastID).slot == slot)
                seen += 1
                slot = next(slot)
            }
            precondition(seen == pieceCount)
            for leaf in leaves.indices {
                let first = leaf * Int(Self.leafCapacity)
                let held = pieces[first..<(first + Int(leaves[leaf].count))]
                let child = children[place(of: Int32(leaf), in: leaves[leaf].parent)]
                precondition(child.prepared == held.reduce(0) { $0 + $1.prepared })
                precondition(child.visible == held.reduce(0) { $0 + $1.visible })
            }
            for node in nodes.indices where nodes[node].parent >= 0 {
                let sum = sum(of: Int32(node))
                let child = children[place(of: Int32(node), in: nodes[node].parent)]
                precondition(child.prepared == sum.prepared && child.visible == sum.visible)
            }
        }
    }
#endif

// How full leaves and nodes are cut in two.

extension PieceTree {
    /// Moves the upper half of a full leaf into a new one.
    ///
    /// - Returns: the slot's new place.
    mutating func splitLeaf(_ slot: Slot) -> Slot {
        let old = Int(slot.leaf)
        let new = Int32(leaves.count)
        // Where text grows at its end, leaves are left nearly full.
        let kept =
            slot.index == Self.leafCapacity && leaves[old].next < 0 ? Self.leafCapacity - 2 : Self.leafCapacity / 2
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

extension Trace {
    /// An order in which one server can have taken the transactions, so that each author knew, besides their own, just
    /// the others' among the first so many; nil where there is none.
    ///
    /// What an author learned at one moment stands before what they learned later. Such a moment is a *gate* between
    /// the two; transactions and gates are sorted topologically, earlier transactions of the trace first.
    var relayOrder: [Int]? {
        guard isConcurrent else { return Array(transactions.indices) }
        var nodes = Precedence(count: transactions.count)
        var known = Knowledge(self)
        var lastOwn = [Int?](repeating: nil, count: agentCount)
        /// By agent, the gate in front of what is learned next.
        var gates = [Int?](repeating: nil, count: agentCount)
        for (number, transaction) in transactions.enumerated() {
            let agent = transaction.agent
            if let own = lastOwn[agent] { nodes.put(own, before: number) }
            lastOwn[agent] = number
            for parent in transaction.parents { nodes.put(parent, before: number) }
            let news = known.learn(number).filter { transactions[$0].agent != agent }
            if news.isEmpty { continue }
            gates[agent] = nodes.addGate(behind: news, after: gates[agent])
        }
        for agent in gates.indices {
            guard let gate = gates[agent] else { continue }
            for number in transactions.indices
            where !known.known[agent][number] && transactions[number].agent != agent {
                nodes.put(gate, before: number)
            }
        }
        return nodes.sorted().map { $0.filter { $0 < transactions.count } }
    }
}

/// Nodes, and which come before which.
private struct Precedence {
    private var following: [[Int]]
    /// How many nodes each still waits for.
    private var waits: [Int]

    init(count: Int) {
        following = Array(repeating: [], count: count)
        waits = Array(repeating: 0, count: count)
    }

    mutating func put(_ first: Int, before second: Int) {
        following[first].append(second)
        waits[second] += 1
    }

    /// Adds a node behind these, which stand behind the gate before.
    mutating func addGate(behind numbers: [Int], after previous: Int?) -> Int {
        let gate = following.count
        following.append([])
        waits.append(0)
        for number in numbers {
            put(number, before: gate)
            if let previous { put(previous, before: number) }
        }
        return gate
    }

    /// Nil where nodes wait for each other.
    consuming func sorted() -> [Int]? {
        var order: [Int] = []
        // A handful: each agent's next transaction, and gates.
        var ready = waits.indices.filter { waits[$0] == 0 }
        while let slot = ready.indices.min(by: { ready[$0] < ready[$1] }) {
            let node = ready.remove(at: slot)
            order.append(node)
            for next in following[node] {
                waits[next] -= 1
                if waits[next] == 0 { ready.append(next) }
            }
        }
        return order.count == waits.count ? order : nil
    }
}

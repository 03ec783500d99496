/// The history that a trace describes, made by one replica for each of its agents, as they were when it was recorded.
///
/// The replicas hear of each other through one server where the trace allows it: then there is an order of all
/// transactions (``RelayOrder``) of which everybody knew a beginning besides their own, and the updates are in that
/// order. Else they are in the trace's order, and each says what its author had seen by itself.
struct History {
    /// Holds everything, having taken the updates in their order.
    var whole: Replica
    /// One for each transaction that has patches.
    let updates: [[UInt8]]

    /// Session numbers are the agents' plus one, so that they have the agents' order.
    init(_ trace: Trace) throws {
        var whole = Replica(session: 1_000_000)
        var replicas = (0..<trace.agentCount).map { Replica(session: $0 + 1) }
        let relayed = trace.relayOrder
        let order = relayed ?? Array(trace.transactions.indices)
        var places = [Int](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { places[number] = place }
        var known = Knowledge(trace)
        /// By place in the order; nil without patches.
        var updates = [[UInt8]?](repeating: nil, count: order.count)
        var heard = [Int](repeating: 0, count: replicas.count)
        for (place, number) in order.enumerated() {
            let transaction = trace.transactions[number]
            let agent = transaction.agent
            let news = known.learn(number).map { places[$0] }.sorted()
            if relayed != nil, let last = news.last {
                for earlier in heard[agent]...last {
                    guard let update = updates[earlier] else { continue }
                    if trace.transactions[order[earlier]].agent == agent {
                        replicas[agent].noteStored()
                    } else {
                        try replicas[agent].apply(update)
                    }
                }
                heard[agent] = last + 1
            } else if relayed == nil {
                for earlier in news {
                    if let update = updates[earlier] { try replicas[agent].apply(update, isSettled: false) }
                }
            }
            guard !transaction.patches.isEmpty else { continue }
            let update = try replicas[agent].transaction(transaction.patches)
            updates[place] = update
            try whole.apply(update)
        }
        self.whole = whole
        self.updates = updates.compactMap { $0 }
    }
}

/// Which transactions each agent has.
struct Knowledge {
    private let transactions: [Trace.Transaction]
    /// By agent, then by transaction.
    private(set) var known: [[Bool]]

    init(_ trace: Trace) {
        transactions = trace.transactions
        known = Array(repeating: Array(repeating: false, count: transactions.count), count: trace.agentCount)
    }

    /// Gives a transaction's agent all that it builds on, and the transaction itself.
    ///
    /// - Returns: what the agent did not have before.
    mutating func learn(_ number: Int) -> [Int] {
        let agent = transactions[number].agent
        var found: [Int] = []
        var stack = transactions[number].parents
        while let earlier = stack.popLast() {
            if known[agent][earlier] { continue }
            known[agent][earlier] = true
            found.append(earlier)
            stack += transactions[earlier].parents
        }
        known[agent][number] = true
        return found
    }
}

/// The history that a trace describes, made by one replica for each of its agents, as they were when it was recorded.
struct History {
    /// Holds everything, having taken the transactions in the trace's order.
    var whole: Replica
    /// One for each transaction that has patches.
    let updates: [[UInt8]]

    /// Session numbers are the agents' plus one, so that they have the agents' order.
    init(_ trace: Trace) throws {
        var whole = Replica(session: 1_000_000)
        var replicas = (0..<trace.agentCount).map { Replica(session: $0 + 1) }
        var known = Knowledge(trace)
        var updates = [[UInt8]?](repeating: nil, count: trace.transactions.count)
        for (number, transaction) in trace.transactions.enumerated() {
            let agent = transaction.agent
            for earlier in known.learn(number) {
                if let update = updates[earlier] { try replicas[agent].apply(update) }
            }
            guard !transaction.patches.isEmpty else { continue }
            let update = try replicas[agent].transaction(transaction.patches)
            updates[number] = update
            try whole.apply(update)
        }
        self.whole = whole
        self.updates = updates.compactMap { $0 }
    }
}

/// Which transactions each agent has.
private struct Knowledge {
    private let transactions: [Trace.Transaction]
    /// By agent, then by transaction.
    private var known: [[Bool]]

    init(_ trace: Trace) {
        transactions = trace.transactions
        known = Array(repeating: Array(repeating: false, count: transactions.count), count: trace.agentCount)
    }

    /// Gives a transaction's agent all that it builds on, and the transaction itself.
    ///
    /// - Returns: what the agent did not have before, in the trace's order.
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
        return found.sorted()
    }
}

/// One text's own operations in log order, in runs: what the tracker is fed with, without the scalars.
struct LoggedOperation: Hashable, Sendable {
    let start: Int32
    var count: Int32
    /// In the text as the author of the first event saw it.
    let position: Int
    let isDelete: Bool
}

/// Operations that continue the one before them, as typing and forward deleting do, are one entry.
struct OperationLog: Sendable {
    private(set) var entries: [LoggedOperation] = []

    /// - Parameter continues: whether the operation's author had seen exactly the event before it in the log.
    mutating func append(_ operation: LoggedOperation, continues: Bool) {
        if continues, let last = entries.last, last.start + last.count == operation.start,
            last.isDelete == operation.isDelete,
            operation.position == (last.isDelete ? last.position : last.position + Int(last.count))
        {
            entries[entries.count - 1].count += operation.count
        } else {
            entries.append(operation)
        }
    }

    /// The entries that have an event in the range.
    func overlapping(_ range: Range<Int32>) -> ArraySlice<LoggedOperation> {
        let first = firstEntry(endingAfter: range.lowerBound)
        var end = first
        while end < entries.count, entries[end].start < range.upperBound { end += 1 }
        return entries[first..<end]
    }

    func hasEvents(in range: Range<Int32>) -> Bool {
        let first = firstEntry(endingAfter: range.lowerBound)
        return first < entries.count && entries[first].start < range.upperBound
    }

    private func firstEntry(endingAfter event: Int32) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].start + entries[middle].count <= event { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

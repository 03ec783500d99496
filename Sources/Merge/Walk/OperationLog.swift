/// One text's own operations, in runs: what its walk is fed with, and what its past is told from.
package struct LoggedOperation: Sendable {
    package enum Kind: UInt8, Sendable {
        case insert
        /// Each event takes the scalar behind the one before.
        case delete
        /// Each event takes the scalar in front of the one before, as Backspace does.
        case backspace
        case format
    }

    /// The log index of the first event.
    package var start: Int32
    package var count: Int32
    /// The number of the first event among the text's own.
    package var local: Int32
    /// In the text as the author of the first event saw it; for a backspace, that of the first scalar taken.
    package var position: Int32
    package var kind: Kind
    /// Insert: where its text starts in the log's bytes. Format: a number in its list. Else 0.
    package var content: Int32
    /// Insert: a number of the text's attribute sets.
    package var attributes: Int32

    package var end: Int32 { start + count }
    var localEnd: Int32 { local + count }

    /// The first position that a deletion takes, of `count`.
    var lowestPosition: Int32 { kind == .backspace ? position - count + 1 : position }

    /// The operation without its first `dropped` events, or only the first `kept` of what is left.
    package func part(dropping dropped: Int32, keeping kept: Int32) -> LoggedOperation {
        var part = self
        part.start += dropped
        part.local += dropped
        part.count = kept
        switch kind {
        case .insert: part.position += dropped
        case .backspace: part.position -= dropped
        case .delete, .format: break
        }
        return part
    }
}

/// What a format event does, besides where.
package struct LoggedFormat: Sendable {
    /// How many scalars the author saw it cover.
    package let length: Int32
    /// A number of the text's attribute keys.
    let key: Int32
    package let value: RegisterValue?
}

/// Operations that continue the one before them, as typing and deleting do, are one entry.
package struct OperationLog: Sendable {
    package private(set) var entries: [LoggedOperation] = []
    /// All text that was ever inserted, in the order of its events.
    package private(set) var text: [UInt8] = []
    package private(set) var formats: [LoggedFormat] = []
    /// Events in all.
    var count: Int32 { entries.last?.localEnd ?? 0 }

    /// - Parameter continues: whether the operation's author had seen exactly the event before it in the log.
    /// - Returns: the operation as it was logged, alone.
    mutating func appendInsert(
        _ scalars: [Unicode.Scalar], at position: Int32, attributes: Int32, start: Int32, continues: Bool
    ) -> LoggedOperation {
        let content = Int32(text.count)
        for scalar in scalars { text.append(utf8: scalar) }
        return append(
            LoggedOperation(
                start: start, count: Int32(scalars.count), local: count, position: position, kind: .insert,
                content: content, attributes: attributes), continues: continues)
    }

    /// The same for text that is in UTF-8 already and holds `count` scalars.
    mutating func appendInsert(
        _ bytes: UnsafeBufferPointer<UInt8>, count added: Int32, at position: Int32, attributes: Int32, start: Int32,
        continues: Bool
    ) -> LoggedOperation {
        let content = Int32(text.count)
        text.append(contentsOf: bytes)
        return append(
            LoggedOperation(
                start: start, count: added, local: count, position: position, kind: .insert, content: content,
                attributes: attributes), continues: continues)
    }

    private mutating func append(_ insert: LoggedOperation, continues: Bool) -> LoggedOperation {
        if continues, let last = entries.last, last.kind == .insert, last.end == insert.start,
            last.attributes == insert.attributes, insert.position == last.position + last.count
        {
            entries[entries.count - 1].count += insert.count
        } else {
            entries.append(insert)
        }
        return insert
    }

    @discardableResult
    mutating func appendDelete(
        _ count: Int32, at position: Int32, start: Int32, continues: Bool, isBackspace: Bool = false
    ) -> LoggedOperation {
        let operation = LoggedOperation(
            start: start, count: count, local: self.count, position: position,
            kind: isBackspace ? .backspace : .delete, content: 0, attributes: 0)
        guard continues, let last = entries.last, last.end == start,
            last.kind == .delete || last.kind == .backspace
        else {
            entries.append(operation)
            return operation
        }
        let isForward = !isBackspace || count == 1
        let isBackward = isBackspace || count == 1
        if isForward, last.kind == .delete || last.count == 1, position == last.position {
            entries[entries.count - 1].kind = .delete
            entries[entries.count - 1].count += count
        } else if isBackward, last.kind == .backspace || last.count == 1, position == last.position - last.count {
            entries[entries.count - 1].kind = .backspace
            entries[entries.count - 1].count += count
        } else {
            entries.append(operation)
        }
        return operation
    }

    @discardableResult
    mutating func appendFormat(_ format: LoggedFormat, at position: Int32, start: Int32) -> LoggedOperation {
        let operation = LoggedOperation(
            start: start, count: 1, local: count, position: position, kind: .format, content: Int32(formats.count),
            attributes: 0)
        formats.append(format)
        entries.append(operation)
        return operation
    }

    // MARK: Finding

    /// The number of the first entry that has an event at or behind this log index.
    func firstEntry(endingAfter event: Int32) -> Int {
        var high = entries.count
        var low = high - 1
        var step = 1
        // Mostly the question is about what came in last.
        while low > 0, entries[low].end > event {
            high = low
            low -= step
            step *= 2
        }
        low = max(low, 0)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].end <= event { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The same, when it is known to be `number` or a later one: near if few lie between.
    func firstEntry(endingAfter event: Int32, from number: Int) -> Int {
        var low = number
        var high = number
        var step = 1
        while high < entries.count, entries[high].end <= event {
            low = high + 1
            high += step
            step *= 2
        }
        high = min(high, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].end <= event { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func hasEvents(in range: Range<Int32>) -> Bool {
        let first = firstEntry(endingAfter: range.lowerBound)
        return first < entries.count && entries[first].start < range.upperBound
    }

    /// The number of the entry with the text's own event of this number.
    func entry(withLocal local: Int32) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].localEnd <= local { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The number, among the text's own, of an event that is one.
    func local(of event: Int32) -> Int32 {
        let entry = entries[firstEntry(endingAfter: event)]
        return entry.local + event - entry.start
    }

    /// The log index of the text's own event of this number.
    func start(ofLocal local: Int32) -> Int32 {
        let entry = entries[entry(withLocal: local)]
        return entry.start + local - entry.local
    }
}

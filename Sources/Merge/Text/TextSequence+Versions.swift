// What a text said at other moments, and who wrote what of it. All of it needs the whole history.

/// Scalars in a row that stand in a text at one of two moments, or at both.
package struct ComparedRun: Sendable {
    package enum Fate: Sendable {
        case kept
        case inserted
        case deleted
    }

    package var fate: Fate
    package var text: [UInt8]
    /// The event that inserted the first scalar; those behind follow it.
    package let event: LogIndex
    package var count: Int
}

extension TextSequence {
    /// Who inserted the text that stands: runs of consecutive events of one session.
    package mutating func authorship(in graph: EventGraph) -> [(event: LogIndex, count: Int)] {
        feedWhole(in: graph)
        var runs: [(event: LogIndex, count: Int)] = []
        whole!.tracker.forEachPiece { piece in
            guard !piece.isDeleted else { return }
            forEachRun(of: piece.id..<(piece.id + piece.count), in: graph) { event, count in
                if let last = runs.last, last.event.advanced(by: last.count) == event,
                    graph.sessionNumber(of: last.event) == graph.sessionNumber(of: event)
                {
                    runs[runs.count - 1].count += count
                } else {
                    runs.append((event, count))
                }
            }
        }
        return runs
    }

    /// The text in UTF-8 as it was for somebody who had seen `version`.
    package mutating func utf8(at version: [LogIndex], in graph: EventGraph) -> [UInt8] {
        feedWhole(in: graph)
        whole!.tracker.move(to: version, log, in: graph)
        var text: [UInt8] = []
        whole!.tracker.forEachPiece { piece in
            if piece.prepare == 0 { append(piece.id..<(piece.id + piece.count), to: &text) }
        }
        return text
    }

    /// What differs between two moments, in the order of the text; neither needs to be earlier.
    package mutating func comparison(
        from: [LogIndex], to: [LogIndex], in graph: EventGraph
    ) -> [ComparedRun] {
        feedWhole(in: graph)
        var before: [(ids: Range<Int32>, isThere: Bool)] = []
        whole!.tracker.move(to: from, log, in: graph)
        whole!.tracker.forEachPiece { before.append(($0.id..<($0.id + $0.count), $0.prepare == 0)) }
        whole!.tracker.move(to: to, log, in: graph)
        // Both have the same scalars in the same order, cut into other pieces.
        var runs: [ComparedRun] = []
        var piece = 0
        var done: Int32 = 0
        whole!.tracker.forEachPiece { after in
            var id = after.id
            while id < after.id + after.count {
                let old = before[piece]
                let count = min(after.id + after.count - id, Int32(old.ids.count) - done)
                compare(id..<(id + count), old.isThere, after.prepare == 0, in: graph, &runs)
                id += count
                done += count
                if done == Int32(old.ids.count) {
                    piece += 1
                    done = 0
                }
            }
        }
        return runs
    }

    private func compare(
        _ ids: Range<Int32>, _ wasThere: Bool, _ isThere: Bool, in graph: EventGraph, _ runs: inout [ComparedRun]
    ) {
        guard wasThere || isThere else { return }
        let fate: ComparedRun.Fate = wasThere ? isThere ? .kept : .deleted : .inserted
        forEachRun(of: ids, in: graph) { event, count in
            let first = log.local(of: event.rawValue)
            if let last = runs.last, last.fate == fate, last.event.advanced(by: last.count) == event,
                graph.sessionNumber(of: last.event) == graph.sessionNumber(of: event)
            {
                append(first..<(first + Int32(count)), to: &runs[runs.count - 1].text)
                runs[runs.count - 1].count += count
            } else {
                var text: [UInt8] = []
                append(first..<(first + Int32(count)), to: &text)
                runs.append(ComparedRun(fate: fate, text: text, event: event, count: count))
            }
        }
    }

    /// Cuts inserted scalars into runs of consecutive events of one session.
    private func forEachRun(of ids: Range<Int32>, in graph: EventGraph, _ body: (LogIndex, Int) -> Void) {
        var id = ids.lowerBound
        while id < ids.upperBound {
            let entry = log.entries[log.entry(withLocal: id)]
            let start = entry.start + id - entry.local
            let end = min(ids.upperBound, entry.localEnd) - id + start
            for range in graph.sessionRuns(start..<end) { body(LogIndex(range.lowerBound), range.count) }
            id += end - start
        }
    }

    /// Appends the text of inserted scalars.
    private func append(_ ids: Range<Int32>, to text: inout [UInt8]) {
        var id = ids.lowerBound
        while id < ids.upperBound {
            let number = log.entry(withLocal: id)
            let entry = log.entries[number]
            let from = entry.start + id - entry.local
            let count = min(ids.upperBound, entry.localEnd) - id
            withText(of: part(number, in: from..<(from + count))) { text.append(contentsOf: $0) }
            id += count
        }
    }
}

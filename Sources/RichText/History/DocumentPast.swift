import Merge

/// A part of a document's history: of one operation on one text, or the writing of a register.
enum HistoryPart {
    /// The text's number in the document.
    case text(Int, LoggedOperation)
    case register(Document.RegisterWrite)
}

/// Reads a document's history in the order in which it came here.
///
/// Operations lie with the texts and registers that they changed; this puts them into one row again.
struct HistoryReader {
    private let document: Document
    /// Every entry of every text and every register write, ascending by its first event.
    private var entries: [Entry] = []

    private struct Entry {
        let start: Int32
        let count: Int32
        /// The text's number, or −1 for a register.
        let text: Int32
        /// In the text's log, or among the register writes.
        let number: Int32
    }

    init(_ document: Document) {
        self.document = document
        for (text, sequence) in document.texts.enumerated() {
            for (number, entry) in sequence.log.entries.enumerated() {
                entries.append(
                    Entry(start: entry.start, count: entry.count, text: Int32(text), number: Int32(number)))
            }
        }
        for (number, write) in document.registerWrites.enumerated() {
            entries.append(Entry(start: write.event.rawValue, count: 1, text: -1, number: Int32(number)))
        }
        entries = sortedNumbers(entries.count) { entries[$0].start < entries[$1].start }.map { entries[$0] }
    }

    /// - Parameter first: the log index from which on runs are read.
    func forEachRun(from first: Int32 = 0, _ body: (EventGraph.RunDescription, [HistoryPart]) -> Void) {
        var entry = 0
        for number in document.graph.runNumbers(from: first) {
            let run = document.graph.run(number)
            body(run, parts(in: run.events, from: &entry))
        }
    }

    /// Reads what somebody had seen who had seen `version`: of each run its beginning, or nothing.
    func forEachRun(
        inVersion version: [LogIndex], _ body: (EventGraph.RunDescription, [HistoryPart]) -> Void
    ) {
        var entry = 0
        // A run of which several events were built on comes in pieces; each range then starts where a run does.
        var ranges: [Range<Int32>] = []
        for range in document.graph.difference(from: version, to: []).back.reversed() {
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        for range in ranges {
            for number in document.graph.runNumbers(from: range.lowerBound) {
                let run = document.graph.run(number).upTo(range.upperBound)
                if run.events.isEmpty { break }
                body(run, parts(in: run.events, from: &entry))
            }
        }
    }

    /// - Parameter entry: where to begin looking; moves on with the ranges, which ascend.
    private func parts(in events: Range<Int32>, from entry: inout Int) -> [HistoryPart] {
        while entry < entries.count, entries[entry].start + entries[entry].count <= events.lowerBound { entry += 1 }
        var parts: [HistoryPart] = []
        var next = entry
        while next < entries.count, entries[next].start < events.upperBound {
            parts.append(part(of: entries[next], in: events))
            next += 1
        }
        return parts
    }

    private func part(of entry: Entry, in events: Range<Int32>) -> HistoryPart {
        guard entry.text >= 0 else { return .register(document.registerWrites[Int(entry.number)]) }
        return .text(Int(entry.text), document.texts[Int(entry.text)].part(Int(entry.number), in: events))
    }
}

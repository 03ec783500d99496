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
        entries.sort { $0.start < $1.start }
    }

    /// - Parameter first: the log index from which on runs are read.
    func forEachRun(from first: Int32 = 0, _ body: (EventGraph.RunDescription, [HistoryPart]) -> Void) {
        let graph = document.graph
        var entry = 0
        for number in graph.runNumbers(from: first) {
            let run = graph.run(number)
            while entry < entries.count, entries[entry].start + entries[entry].count <= run.events.lowerBound {
                entry += 1
            }
            var parts: [HistoryPart] = []
            var next = entry
            while next < entries.count, entries[next].start < run.events.upperBound {
                parts.append(part(of: entries[next], in: run.events))
                next += 1
            }
            body(run, parts)
        }
    }

    private func part(of entry: Entry, in events: Range<Int32>) -> HistoryPart {
        guard entry.text >= 0 else { return .register(document.registerWrites[Int(entry.number)]) }
        return .text(Int(entry.text), document.texts[Int(entry.text)].part(Int(entry.number), in: events))
    }
}

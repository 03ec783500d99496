/// A tracker, and how far it has taken a text's operations.
struct FedTracker: Sendable {
    var tracker: Tracker
    /// Whole entries of the log that it has taken, and events of the next.
    private var entries: Int
    private var events: Int32
    /// Effects that nobody asks for.
    private var ignored: [TextEffect] = []

    /// A tracker that is about to take the text's own event with this number.
    init(base: Int32, baseCount: Int32, _ log: OperationLog) {
        tracker = Tracker(base: base, baseCount: baseCount)
        entries = log.entry(withLocal: base)
        events = entries < log.entries.count ? base - log.entries[entries].local : 0
    }

    /// Entries that it has not taken yet.
    func lag(behind log: OperationLog) -> Int {
        log.entries.count - entries
    }

    /// Gives the tracker what it has not taken yet.
    mutating func feed(_ log: OperationLog, in graph: EventGraph) {
        while entries < log.entries.count {
            let entry = log.entries[entries]
            let rest = entry.count - events
            if rest > 0 {
                ignored.removeAll(keepingCapacity: true)
                tracker.apply(entry.part(dropping: events, keeping: rest), log, in: graph, to: &ignored)
            }
            if entries == log.entries.count - 1 {
                // The last entry may grow.
                events = entry.count
                return
            }
            entries += 1
            events = 0
        }
    }

    /// Notes that the tracker has taken the last operation as it came in.
    mutating func skipToEnd(of log: OperationLog) {
        entries = log.entries.count - 1
        events = log.entries[entries].count
    }
}

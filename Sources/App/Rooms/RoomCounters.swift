public import Sync
import Synchronization
public import WebServer

/// What the rooms of a server have counted since it began: sums over all documents, nothing about any of them.
public final class RoomCounters: Sendable {
    private let batches = Atomic<Int>(0)
    private let events = Atomic<Int>(0)
    private let waiting = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)
    private let refusals = Mutex<[RefusalReason: Int]>([:])

    /// From the decision to take a batch until it is on disk, for each commit.
    public let commits = Histogram(bounds: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2])

    /// Batches that are on disk.
    public var storedBatches: Int { batches.load(ordering: .relaxed) }
    /// Edits in them.
    public var storedEvents: Int { events.load(ordering: .relaxed) }
    /// Batches that wait for the disk now.
    public var waitingBatches: Int { waiting.load(ordering: .relaxed) }
    /// Commits that the disk refused.
    public var failedCommits: Int { failures.load(ordering: .relaxed) }

    public func refusals(_ reason: RefusalReason) -> Int {
        refusals.withLock { $0[reason, default: 0] }
    }

    func decided() {
        waiting.wrappingAdd(1, ordering: .relaxed)
    }

    func stored(batches count: Int, events eventCount: Int, seconds: Double) {
        waiting.wrappingSubtract(count, ordering: .relaxed)
        batches.wrappingAdd(count, ordering: .relaxed)
        events.wrappingAdd(eventCount, ordering: .relaxed)
        commits.record(seconds: seconds)
    }

    /// - Parameter waiting: How many batches are given up.
    func failed(waiting count: Int) {
        waiting.wrappingSubtract(count, ordering: .relaxed)
        failures.wrappingAdd(1, ordering: .relaxed)
    }

    func refused(_ reason: RefusalReason) {
        refusals.withLock { $0[reason, default: 0] += 1 }
    }
}

import SQLite
import Synchronization
import Workspace

/// Owns the connection; everything it does happens on the store's own thread.
actor StoreWorker {
    /// A group of batches that one caller wants on disk, all or none of them.
    struct Submission: Sendable {
        let batches: [NewBatch]
        let completion: @Sendable (Result<Void, StoreError>) -> Void
    }

    nonisolated let thread: StoreThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Nil once closed.
    private var database: Database?

    /// The hash of each document's last batch, as far as it has been looked up.
    var heads = BatchHeads()

    /// Let go when the connection is.
    private var lock: DirectoryLock?

    /// What callers have submitted since the last transaction began.
    private nonisolated let waiting = Mutex<[Submission]>([])

    /// - Parameter pause: After how many milliseconds without work the log is emptied into the file.
    init(connection: sending Connection, lock: DirectoryLock, pause: Int64) {
        thread = StoreThread()
        database = Database(connection)
        self.lock = lock
        thread.whenQuiet(forMilliseconds: pause) { [weak self] in self?.assumeIsolated { $0.emptyLog() } }
    }

    deinit { thread.end() }

    // MARK: Reading and deciding

    func read<Result: Sendable>(
        _ body: @Sendable (Database) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard let database else { throw .closed }
        return try body(database)
    }

    /// Does all of the body or none of it; it is on disk when this returns.
    func decide<Result: Sendable>(
        _ body: @Sendable (Database) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard let database else { throw .closed }
        return try database.transaction(body)
    }

    func close() {
        // What was submitted before is written; what comes later is refused.
        while waiting.withLock({ !$0.isEmpty }) { flush() }
        emptyLog()
        database = nil
        lock = nil
    }

    // MARK: Group commit

    /// How many submissions share one transaction at most: enough that the price of a flush to disk is shared by
    /// all who type, few enough that the first does not wait for long.
    private static let groupLimit = 500

    /// Takes batches to be written; callable from any thread, returns at once.
    ///
    /// While one transaction is flushed to disk, others' batches gather and share the next: nobody waits on a timer.
    nonisolated func submit(_ submission: Submission) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(submission)
            return waiting.count == 1
        }
        guard isFirst else { return }
        thread.perform { [weak self] in self?.assumeIsolated { $0.flush() } }
    }

    private func flush() {
        let (group, isMoreWaiting) = waiting.withLock { waiting in
            let group = Array(waiting.prefix(StoreWorker.groupLimit))
            waiting.removeFirst(group.count)
            return (group, !waiting.isEmpty)
        }
        // Behind what else was asked for meanwhile, so that readers get their turn.
        if isMoreWaiting { thread.perform { [weak self] in self?.assumeIsolated { $0.flush() } } }
        if group.isEmpty { return }
        let results = write(group)
        for (submission, result) in zip(group, results) { submission.completion(result) }
    }

    /// One transaction for the group. A submission that breaks a rule fails alone; trouble with the disk fails all.
    private func write(_ group: [Submission]) -> [Result<Void, StoreError>] {
        guard let database else { return group.map { _ in .failure(.closed) } }
        var heads = heads
        do throws(StoreError) {
            let results = try database.transaction { database throws(StoreError) in
                var results: [Result<Void, StoreError>] = []
                for submission in group {
                    results.append(try heads.append(submission.batches, to: database))
                }
                return results
            }
            self.heads = heads
            return results
        } catch {
            return group.map { _ in .failure(error) }
        }
    }

    // MARK: Maintenance

    /// Brings the log into the file and cuts it to nothing, so that the file alone is the whole store and the next
    /// start has nothing to read again. If that fails, the log stays and nothing is lost.
    private func emptyLog() { try? database?.run("PRAGMA wal_checkpoint(TRUNCATE)") }

    /// How many pages of 4 kB are copied before those who wait are let in: some milliseconds' worth.
    private static let pagesAtOnce = 500

    /// Everything else goes on between two pieces of the copy, which holds what the store does when it is whole.
    func backup(to path: String) async throws(StoreError) {
        guard let database else { throw .closed }
        let file = try database.beginBackup(to: path)
        do {
            while try !file.copy(pages: StoreWorker.pagesAtOnce) {
                await Task.yield()
                guard self.database != nil else { throw StoreError.closed }
            }
        } catch let error as SQLiteError {
            throw StoreError(error)
        } catch { throw .closed }
    }
}

import SQLite
public import Workspace

/// Everything that outlives the process: people, groups, documents, comments, versions, meetings and the journal.
///
/// One SQLite file in a data directory, one connection, one thread. It is reached through one type for each noun, so
/// that another engine can stand behind the same calls. Methods return, and completions are called, when what they
/// did is on disk.
///
///     let store = try Store.open(directory: "/var/lib/udkast")
///     let groups = try await store.groups.groups(of: member)
public final class Store: Sendable {
    let worker: StoreWorker

    public let members: MemberStore
    public let logins: LoginStore
    public let invitations: InvitationStore
    public let groups: GroupStore
    public let documents: DocumentStore
    public let comments: CommentStore
    public let reviews: ReviewStore
    public let meetings: MeetingStore
    public let journal: Journal

    init(worker: StoreWorker) {
        self.worker = worker
        members = MemberStore(worker: worker)
        logins = LoginStore(worker: worker)
        invitations = InvitationStore(worker: worker)
        groups = GroupStore(worker: worker)
        documents = DocumentStore(worker: worker)
        comments = CommentStore(worker: worker)
        reviews = ReviewStore(worker: worker)
        meetings = MeetingStore(worker: worker)
        journal = Journal(worker: worker)
    }

    /// Opens a data directory, making it and the database when they are not there.
    ///
    /// - Parameters:
    ///   - directory: The path; its parent must exist.
    ///   - time: Now. It only names the backup that is made before a migration.
    public static func open(directory: String, at time: Timestamp = .now()) throws(StoreOpenError) -> Store {
        try open(directory: directory, schema: .current, at: time)
    }

    /// - Parameter pause: After how many milliseconds without work the log is emptied into the file.
    static func open(
        directory: String, schema: Schema, at time: Timestamp, pause: Int64 = 5_000
    ) throws(StoreOpenError) -> Store {
        let lock = try DirectoryLock(directory: directory)
        let connection = try openDatabase(in: directory, schema: schema, at: time)
        return Store(worker: StoreWorker(connection: connection, lock: lock, pause: pause))
    }

    /// Writes batches of edits, all or none, together with those that others submit at the same time.
    ///
    /// Callable from an event loop: it returns at once.
    ///
    /// - Parameters:
    ///   - batches: Of sessions that were issued for their documents and members; at most one document's, usually
    ///     one batch.
    ///   - completion: Called on the store's thread, in the order of the calls, when the batches are on disk, or when
    ///     they are not and will not be: ``StoreError/duplicateBatch``, ``StoreError/foreignSession``,
    ///     ``StoreError/full``, ``StoreError/failed(_:)``, ``StoreError/closed``.
    public func commit(
        _ batches: [NewBatch], completion: @escaping @Sendable (Result<Void, StoreError>) -> Void
    ) {
        worker.submit(StoreWorker.Submission(batches: batches, completion: completion))
    }

    /// Writes what has been submitted, empties the log into the file and lets the directory go. Everything asked for
    /// afterwards fails with ``StoreError/closed``.
    public func close() async { await worker.close() }

    /// Copies the whole store, as it is at one moment, into one file, while it is being used.
    public func backup(to path: String) async throws(StoreError) { try await worker.backup(to: path) }

    /// Looks through the file for damage, one table at a time, so that others are served in between.
    ///
    /// - Returns: What was found first, as SQLite says it; nil when the file is sound.
    public func findDamage() async throws(StoreError) -> String? {
        do throws(StoreError) {
            let tables = try await worker.read { database throws(StoreError) in
                try database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
                    row throws(SQLiteError) in try row.text(0)
                }
            }
            for table in tables {
                let finding = try await worker.read { database throws(StoreError) in
                    try database.first("SELECT quick_check FROM pragma_quick_check(?)", .text(table)) {
                        row throws(SQLiteError) in try row.text(0)
                    }
                }
                if let finding, finding != "ok" { return "\(table): \(finding)" }
            }
            return nil
        } catch {
            // Some damage keeps SQLite from reading on.
            if case .failed(let cause) = error, cause.isCorrupt { return cause.message }
            throw error
        }
    }

    /// Computes every hash anew and names the first thing that does not agree.
    ///
    /// Reads the whole file: seconds for a large store, during which nothing else is read or written.
    public func verify() async throws(StoreError) -> Verification {
        try await worker.read { database throws(StoreError) in try Verification(of: database) }
    }
}

import RichText
import SQLite
public import Workspace

/// The account of who decided what: a chain of lines that is only ever added to.
///
/// Decisions write their own line in their own transaction. Only what happens outside the store, such as a refused
/// login or an export, is added from here.
public struct Journal: Sendable {
    let worker: StoreWorker

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - subject: The id of what it happened to.
    ///   - detail: What else is needed to understand it; never text of a document, never a secret.
    ///   - member: Who did it; nil for the server.
    ///   - time: When.
    public func add(
        _ event: JournalEvent, of subject: String, detail: String = "", by member: MemberID?, at time: Timestamp
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.journal(event, of: subject, detail: detail, by: member, at: time)
        }
    }

    /// The newest lines, newest first.
    public func newest(_ limit: Int) async throws(StoreError) -> [JournalEntry] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT serial, at, member, event, subject, detail, previousHash, hash
                FROM journal
                ORDER BY serial DESC
                LIMIT ?
                """, .int(limit), read: JournalEntry.init(row:))
        }
    }

    /// The lines about one thing, oldest first.
    public func entries(of subject: String) async throws(StoreError) -> [JournalEntry] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT serial, at, member, event, subject, detail, previousHash, hash
                FROM journal
                WHERE subject = ?
                ORDER BY serial
                """, .text(subject), read: JournalEntry.init(row:))
        }
    }
}

extension Database {
    /// Adds a line to the journal, in the transaction of the decision that it tells of.
    func journal(
        _ event: JournalEvent, of subject: String, detail: String = "", by member: MemberID?, at time: Timestamp
    ) throws(StoreError) {
        let last = try first(
            """
            SELECT serial, hash
            FROM journal
            ORDER BY serial DESC
            LIMIT 1
            """
        ) { row throws(SQLiteError) in (serial: try row.count(0), hash: try row.text(1)) }
        let serial = (last?.serial ?? 0) + 1
        let previous = last?.hash ?? JournalEntry.hashBeforeFirst
        let hash = JournalEntry.hash(
            serial: serial, at: time, member: member, event: event.rawValue, subject: subject, detail: detail,
            previousHash: previous)
        try run(
            """
            INSERT INTO journal (serial, at, member, event, subject, detail, previousHash, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .int(serial), .time(time), .id(member), .raw(event), .text(subject), .text(detail), .text(previous),
            .text(hash))
    }
}

extension JournalEntry {
    static let hashBeforeFirst = String(repeating: "0", count: 64)

    /// SHA-256 over the hash before and each field with its length: see ``ChainMessage``.
    static func hash(
        serial: Int, at time: Timestamp, member: MemberID?, event: String, subject: String, detail: String,
        previousHash: String
    ) -> String {
        var message = ChainMessage(after: Array(previousHash.utf8))
        message.append("\(serial)")
        message.append("\(time.milliseconds)")
        message.append(member?.rawValue ?? "")
        message.append(event)
        message.append(subject)
        message.append(detail)
        return SHA256.hexadecimal(message.bytes)
    }

    init(row: borrowing Row) throws(SQLiteError) {
        self.init(
            serial: try row.count(0), at: try row.timestamp(1), member: try row.optionalIdentifier(2),
            event: try row.value(3), subject: try row.text(4), detail: try row.text(5), previousHash: try row.text(6),
            hash: try row.text(7))
    }
}

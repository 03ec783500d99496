import SQLite

/// The tables, as a row of migrations that only goes forward.
///
/// A migration that has shipped is never edited: a store somewhere has been through it. `Tests/StoreTests/schema.sql`
/// shows the tables as they are after the last one.
struct Schema: Sendable {
    /// Migration n, counted from 1, leads from version n - 1 to version n.
    let migrations: [String]

    /// What this program reads and writes.
    static let current = Schema(migrations: [firstTables])

    /// The version after the last migration.
    var version: Int { migrations.count }

    /// The version of an open file; 0 for a new one.
    static func version(of connection: Connection) throws(SQLiteError) -> Int {
        let version = try connection.first("PRAGMA user_version", values: []) { row throws(SQLiteError) in
            try row.integer(0)
        }
        return Int(version ?? 0)
    }

    /// Brings a file from an earlier version to ``version``, all the way or not at all.
    func migrate(_ connection: Connection, from earlier: Int) throws(SQLiteError) {
        guard earlier < version else { return }
        try connection.run("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            for migration in migrations[earlier...] { try connection.execute(migration) }
            try connection.execute("PRAGMA user_version = \(version)")
            try connection.run("COMMIT")
        } catch {
            if connection.isInTransaction { try? connection.run("ROLLBACK") }
            throw error
        }
    }
}

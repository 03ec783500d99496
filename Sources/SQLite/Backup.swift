import CSQLite

/// A copy of a database in the making, through SQLite's online backup.
///
/// Between two steps the connection that is copied may read and write: what it changes comes into the copy too
/// (sqlite.org/backup.html). Whole, the copy is a database by itself, with nothing beside it. Like its connection it is
/// neither thread-safe nor Sendable.
public final class Backup {
    private let original: Connection
    private let copy: Connection
    /// Nil when the copy is whole or has failed.
    private var handle: OpaquePointer?

    /// - Parameters:
    ///   - original: Held until the copy is whole or given up.
    ///   - path: The copy's file. One that is there is overwritten.
    public init(of original: Connection, to path: String) throws(SQLiteError) {
        self.original = original
        copy = try Connection(path: path)
        handle = sqlite3_backup_init(copy.handle, "main", original.handle, "main")
        guard handle != nil else { throw copy.error(sqlite3_extended_errcode(copy.handle)) }
    }

    deinit { sqlite3_backup_finish(handle) }

    /// Copies so many pages more, all that are left where the number is negative, and says whether the copy is whole:
    /// it then holds what the database does at this moment. After an error there is nothing more to be done with it.
    public func copy(pages: Int) throws(SQLiteError) -> Bool {
        guard let handle else { return true }
        let stepped = sqlite3_backup_step(handle, Int32(clamping: pages))
        if stepped == SQLITE_OK { return false }
        self.handle = nil
        let finished = sqlite3_backup_finish(handle)
        guard stepped == SQLITE_DONE else {
            throw SQLiteError(code: stepped, message: String(cString: sqlite3_errstr(stepped)))
        }
        guard finished == SQLITE_OK else { throw copy.error(finished) }
        // The copy inherits the mark of write-ahead logging; without it, it is a single file.
        _ = try copy.first("PRAGMA journal_mode = DELETE", values: []) { row throws(SQLiteError) in try row.text(0) }
        return true
    }
}

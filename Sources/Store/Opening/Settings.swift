import SQLite

/// What SQLite is told before anything else, and what it has to answer when it is asked back.
///
/// `synchronous = FULL` is what "Gemt" rests on: with NORMAL, a power cut took all of 500 acknowledged commits.
/// `locking_mode = EXCLUSIVE`, set before the first access, keeps the index of the log in memory: no second process
/// can write, and no shared-memory file is needed, so that the store also opens on a full disk.
enum Settings {
    /// In this order. `answer` is how SQLite spells the value.
    private static let pragmas: [(name: String, value: String, answer: String)] = [
        ("locking_mode", "EXCLUSIVE", "exclusive"),
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", "2"),
        ("foreign_keys", "ON", "1"),
        // Otherwise INSERT OR REPLACE would pass by the triggers that forbid deleting.
        ("recursive_triggers", "ON", "1"),
        ("trusted_schema", "OFF", "0"),
        ("cell_size_check", "ON", "1"),
        ("mmap_size", "0", "0"),
        ("temp_store", "MEMORY", "2"),
        // The log file is cut to this after a burst, in bytes.
        ("journal_size_limit", "16777216", "16777216"),
    ]

    static func apply(to connection: Connection, at path: String) throws(StoreOpenError) {
        for pragma in pragmas {
            let found: String
            do {
                try connection.execute("PRAGMA \(pragma.name) = \(pragma.value)")
                found =
                    try connection.first("PRAGMA \(pragma.name)", values: []) { row throws(SQLiteError) in
                        row.isText(0) ? try row.text(0) : String(try row.integer(0))
                    } ?? pragma.answer
            } catch { throw StoreOpenError(error, path: path) }
            // A build without memory mapping answers `mmap_size` with no row, which is what is wanted.
            guard found == pragma.answer else {
                throw .setting(name: pragma.name, expected: pragma.answer, found: found)
            }
        }
    }
}

extension StoreOpenError {
    init(_ error: SQLiteError, path: String) {
        self =
            error.isCorrupt
            ? .damaged(path: path, reason: error.message)
            : error.isBusy ? .inUse(path: path) : .failed(path: path, reason: error.message)
    }
}

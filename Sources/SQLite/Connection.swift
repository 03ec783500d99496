import CSQLite

/// An open database file.
///
/// Not thread-safe and not Sendable: whoever opened it owns it. Statements are prepared once and kept, so their texts
/// must be constants; values are always bound and never written into a text.
public final class Connection {
    let handle: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The file's path. It is created if it is not there and `create` is true.
    ///   - create: Whether a missing file is made. Otherwise it is an error.
    public init(path: String, create: Bool = true) throws(SQLiteError) {
        let flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX
        handle = try Connection.open(path, flags: flags | SQLITE_OPEN_EXRESCODE)
    }

    /// Opens a file that must be there, only to read.
    public init(readingFrom path: String) throws(SQLiteError) {
        handle = try Connection.open(
            path, flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE)
    }

    private static func open(_ path: String, flags: Int32) throws(SQLiteError) -> OpaquePointer {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw SQLiteError(code: code, message: message)
        }
        // No SQL, not even in a file that somebody has tampered with, may change the schema's own tables, load code,
        // or call a function that has effects outside the file (sqlite.org/security.html).
        _ = udkast_sqlite3_db_config_flag(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        _ = udkast_sqlite3_db_config_flag(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        _ = udkast_sqlite3_db_config_flag(handle, SQLITE_DBCONFIG_DQS_DML, 0)
        _ = udkast_sqlite3_db_config_flag(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
        return handle
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    // MARK: Statements

    /// Runs one statement to its end and passes over what it returns.
    public func run(_ sql: String, _ values: Value...) throws(SQLiteError) { try run(sql, values: values) }

    /// Runs one statement to its end and passes over what it returns.
    public func run(_ sql: String, values: [Value]) throws(SQLiteError) {
        let statement = try prepare(sql, values)
        defer { finish(statement) }
        while try step(statement) {}
    }

    /// All rows of a query, each turned into a value.
    public func rows<Element>(
        _ sql: String, values: [Value], _ read: (borrowing Row) throws(SQLiteError) -> Element
    ) throws(SQLiteError) -> [Element] {
        let statement = try prepare(sql, values)
        defer { finish(statement) }
        var elements: [Element] = []
        while try step(statement) { elements.append(try read(Row(statement: statement))) }
        return elements
    }

    /// The first row of a query turned into a value, nil if it has none.
    public func first<Element>(
        _ sql: String, values: [Value], _ read: (borrowing Row) throws(SQLiteError) -> Element
    ) throws(SQLiteError) -> Element? {
        let statement = try prepare(sql, values)
        defer { finish(statement) }
        guard try step(statement) else { return nil }
        return try read(Row(statement: statement))
    }

    /// Runs several statements that take no values, such as a schema. They are not kept.
    public func execute(_ script: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    // MARK: State

    /// How many rows the last statement inserted, changed or deleted.
    public var changes: Int { Int(sqlite3_changes64(handle)) }

    /// The row id that the last INSERT gave.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Whether a transaction has begun and neither been committed nor rolled back, by us or by SQLite itself, as
    /// after a full disk.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    // MARK: -

    private func prepare(_ sql: String, _ values: [Value]) throws(SQLiteError) -> OpaquePointer {
        let statement: OpaquePointer
        if let kept = statements[sql] {
            statement = kept
        } else {
            var made: OpaquePointer?
            let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
            guard code == SQLITE_OK else { throw error(code) }
            guard let made else { throw SQLiteError(code: SQLITE_MISUSE, message: "empty statement") }
            statements[sql] = made
            statement = made
        }
        let expected = Int(sqlite3_bind_parameter_count(statement))
        precondition(values.count == expected, "\(values.count) values for \(expected) places in: \(sql)")
        for (index, value) in values.enumerated() {
            let code = bind(value, to: Int32(index + 1), of: statement)
            guard code == SQLITE_OK else {
                finish(statement)
                throw error(code)
            }
        }
        return statement
    }

    private func bind(_ value: Value, to index: Int32, of statement: OpaquePointer) -> Int32 {
        let copied = udkast_sqlite3_transient()
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let integer): return sqlite3_bind_int64(statement, index, integer)
        case .real(let real): return sqlite3_bind_double(statement, index, real)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty Swift string may have no address, which SQLite would take for NULL.
                    guard let start = characters.baseAddress else {
                        return sqlite3_bind_text(statement, index, "", 0, copied)
                    }
                    return sqlite3_bind_text64(
                        statement, index, start, UInt64(characters.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { buffer in
                guard let start = buffer.baseAddress, !buffer.isEmpty else {
                    return sqlite3_bind_zeroblob(statement, index, 0)
                }
                return sqlite3_bind_blob64(statement, index, start, UInt64(buffer.count), copied)
            }
        }
    }

    /// Whether there is a row to read.
    private func step(_ statement: OpaquePointer) throws(SQLiteError) -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code)
        }
    }

    /// Makes a kept statement ready for its next use and lets go of what was bound.
    private func finish(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    func error(_ code: Int32) -> SQLiteError {
        SQLiteError(code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
    }
}

import CSQLite

/// The row that a statement stands on. Only valid inside the closure that was given it.
///
/// Columns are counted from 0. Reading a column as another type than it holds is an error and no conversion: in
/// STRICT tables that can only mean a damaged file or a wrong statement.
public struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(statement: OpaquePointer) { self.statement = statement }

    public func integer(_ column: Int32) throws(SQLiteError) -> Int64 {
        try expect(SQLITE_INTEGER, in: column)
        return sqlite3_column_int64(statement, column)
    }

    public func bool(_ column: Int32) throws(SQLiteError) -> Bool { try integer(column) != 0 }

    public func real(_ column: Int32) throws(SQLiteError) -> Double {
        try expect(SQLITE_FLOAT, in: column)
        return sqlite3_column_double(statement, column)
    }

    public func text(_ column: Int32) throws(SQLiteError) -> String {
        try expect(SQLITE3_TEXT, in: column)
        // The pointer must be asked for before the length, which then is the length in UTF-8.
        guard let bytes = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    public func blob(_ column: Int32) throws(SQLiteError) -> [UInt8] {
        try expect(SQLITE_BLOB, in: column)
        guard let bytes = sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, column))
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    public func optionalInteger(_ column: Int32) throws(SQLiteError) -> Int64? {
        isNull(column) ? nil : try integer(column)
    }

    public func optionalText(_ column: Int32) throws(SQLiteError) -> String? {
        isNull(column) ? nil : try text(column)
    }

    public func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    public func isText(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE3_TEXT }

    private func expect(_ type: Int32, in column: Int32) throws(SQLiteError) {
        let found = sqlite3_column_type(statement, column)
        guard found == type else {
            let name = sqlite3_column_name(statement, column).map { String(cString: $0) } ?? "\(column)"
            throw SQLiteError(
                code: SQLITE_MISMATCH, message: "column \(name) holds type \(found) where \(type) was expected")
        }
    }
}

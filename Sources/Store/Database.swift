import SQLite
import Workspace

/// The connection as the nouns see it: every failure is a ``StoreError``, and a decision is one transaction.
///
/// Confined to the store's thread.
final class Database {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// Runs a statement.
    func run(_ sql: String, _ values: Value...) throws(StoreError) {
        do { try connection.run(sql, values: values) } catch { throw StoreError(error) }
    }

    /// Runs a statement that has to meet at least one row.
    func change(_ sql: String, _ values: Value...) throws(StoreError) {
        do { try connection.run(sql, values: values) } catch { throw StoreError(error) }
        if connection.changes == 0 { throw .notFound }
    }

    func rows<Element>(
        _ sql: String, _ values: Value..., read: (borrowing Row) throws(SQLiteError) -> Element
    ) throws(StoreError) -> [Element] {
        do { return try connection.rows(sql, values: values, read) } catch { throw StoreError(error) }
    }

    func first<Element>(
        _ sql: String, _ values: Value..., read: (borrowing Row) throws(SQLiteError) -> Element
    ) throws(StoreError) -> Element? {
        do { return try connection.first(sql, values: values, read) } catch { throw StoreError(error) }
    }

    /// The one whole number that a query such as a count answers with.
    func number(_ sql: String, _ values: Value...) throws(StoreError) -> Int {
        do {
            let found = try connection.first(sql, values: values) { row throws(SQLiteError) in try row.integer(0) }
            return Int(found ?? 0)
        } catch { throw StoreError(error) }
    }

    /// The row id that the last INSERT gave.
    var lastInsertedRow: Int64 { connection.lastInsertedRow }

    /// Does all of the body or none of it, and has it on disk before returning.
    func transaction<Result>(_ body: (Database) throws(StoreError) -> Result) throws(StoreError) -> Result {
        try run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let result = try body(self)
            try run("COMMIT")
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Ends a transaction that failed. After some failures, such as a full disk, SQLite has done so by itself.
    func rollBack() {
        guard connection.isInTransaction else { return }
        // Cannot fail in a way that leaves the transaction open (sqlite.org/lang_transaction.html).
        try? connection.run("ROLLBACK")
    }

    func beginBackup(to path: String) throws(StoreError) -> BackupFile {
        do { return try BackupFile(of: connection, to: path) } catch { throw StoreError(error) }
    }
}

// MARK: Columns as the domain's types

extension Row {
    func identifier<ID: Identifier>(_ column: Int32, as type: ID.Type = ID.self) throws(SQLiteError) -> ID {
        ID(try text(column))
    }

    func optionalIdentifier<ID: Identifier>(_ column: Int32, as type: ID.Type = ID.self) throws(SQLiteError) -> ID? {
        try optionalText(column).map { ID($0) }
    }

    func count(_ column: Int32) throws(SQLiteError) -> Int { Int(try integer(column)) }

    func timestamp(_ column: Int32) throws(SQLiteError) -> Timestamp { Timestamp(milliseconds: try integer(column)) }

    func optionalTimestamp(_ column: Int32) throws(SQLiteError) -> Timestamp? {
        try optionalInteger(column).map { Timestamp(milliseconds: $0) }
    }

    func day(_ column: Int32) throws(SQLiteError) -> Day {
        let text = try text(column)
        guard let day = Day(iso8601: text) else { throw SQLiteError.notAValue(text) }
        return day
    }

    func optionalDay(_ column: Int32) throws(SQLiteError) -> Day? { isNull(column) ? nil : try day(column) }

    func clockTime(_ column: Int32) throws(SQLiteError) -> ClockTime {
        let minutes = try count(column)
        guard (0..<1440).contains(minutes) else { throw SQLiteError.notAValue("\(minutes)") }
        return ClockTime(minutesSinceMidnight: minutes)
    }

    func value<Value: RawRepresentable<String>>(
        _ column: Int32, as type: Value.Type = Value.self
    ) throws(SQLiteError) -> Value {
        let text = try text(column)
        guard let value = Value(rawValue: text) else { throw SQLiteError.notAValue(text) }
        return value
    }
}

extension SQLiteError {
    /// A column holds what no version of this program writes: the file was changed from outside.
    static func notAValue(_ text: String) -> SQLiteError {
        SQLiteError(code: corrupt, message: "a column holds \"\(text)\", which is none of its values")
    }
}

extension Value {
    static func id(_ identifier: some Identifier) -> Value { .text(identifier.rawValue) }
    static func id(_ identifier: (some Identifier)?) -> Value { .optional(identifier?.rawValue) }
    static func int(_ integer: Int) -> Value { .integer(Int64(integer)) }
    static func int(_ integer: Int?) -> Value { .optional(integer.map { Int64($0) }) }
    static func time(_ timestamp: Timestamp) -> Value { .integer(timestamp.milliseconds) }
    static func time(_ timestamp: Timestamp?) -> Value { .optional(timestamp?.milliseconds) }
    static func day(_ day: Day) -> Value { .text(day.iso8601) }
    static func day(_ day: Day?) -> Value { .optional(day?.iso8601) }
    static func raw(_ value: some RawRepresentable<String>) -> Value { .text(value.rawValue) }
}

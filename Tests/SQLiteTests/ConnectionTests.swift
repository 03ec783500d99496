import Foundation
import SQLite
import Testing

@Suite struct ConnectionTests {
    private let connection: Connection

    init() throws {
        connection = try Connection(path: ":memory:")
        try connection.execute(
            """
            CREATE TABLE note (
                id INTEGER PRIMARY KEY,
                text TEXT NOT NULL UNIQUE,
                weight REAL,
                bytes BLOB
            ) STRICT;
            CREATE TABLE reply (note INTEGER NOT NULL REFERENCES note (id)) STRICT;
            """)
        try connection.run("PRAGMA foreign_keys = ON")
    }

    @Test(arguments: ["", "æøå", "CO₂ og m²", "👩‍🔬", "med\u{0}nul", "e\u{301}"])
    func `text comes back scalar for scalar`(text: String) throws {
        try connection.run("INSERT INTO note (text) VALUES (?)", .text(text))

        let found = try connection.first("SELECT text FROM note", values: []) { row throws(SQLiteError) in
            try row.text(0)
        }

        #expect(found.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test func `each kind of value comes back as it was`() throws {
        try connection.run(
            "INSERT INTO note (id, text, weight, bytes) VALUES (?, ?, ?, ?)", .integer(.min), .text("a"), .real(0.5),
            .blob([0, 255, 10]))
        try connection.run("INSERT INTO note (id, text, bytes) VALUES (?, ?, ?)", .integer(.max), .text("b"), .blob([]))

        let rows = try connection.rows("SELECT id, weight, bytes FROM note ORDER BY id", values: []) {
            row throws(SQLiteError) in
            (try row.integer(0), row.isNull(1) ? nil : try row.real(1), try row.blob(2))
        }

        #expect(rows.map(\.0) == [.min, .max])
        #expect(rows.map(\.1) == [0.5, nil])
        #expect(rows.map(\.2) == [[0, 255, 10], []])
    }

    @Test func `a second row with the same key is a duplicate`() throws {
        try connection.run("INSERT INTO note (text) VALUES (?)", .text("a"))

        let error = #expect(throws: SQLiteError.self) {
            try connection.run("INSERT INTO note (text) VALUES (?)", .text("a"))
        }

        #expect(error?.isDuplicate == true)
        #expect(error?.isMissingReference == false)
        #expect(error?.message.contains("note.text") == true)
    }

    @Test func `a reference to nothing is refused`() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.run("INSERT INTO reply (note) VALUES (?)", .integer(7))
        }

        #expect(error?.isMissingReference == true)
    }

    @Test func `a column read as another type is an error`() throws {
        try connection.run("INSERT INTO note (text) VALUES (?)", .text("a"))

        #expect(throws: SQLiteError.self) {
            try connection.rows("SELECT text FROM note", values: []) { row throws(SQLiteError) in try row.integer(0) }
        }
        #expect(throws: SQLiteError.self) {
            try connection.rows("SELECT weight FROM note", values: []) { row throws(SQLiteError) in try row.real(0) }
        }
    }

    @Test(arguments: ["SELEKT 1", "SELECT nothing FROM note", "", "SELECT \"not a column\" FROM note"])
    func `a wrong statement is an error with a sentence`(sql: String) {
        let error = #expect(throws: SQLiteError.self) { try connection.run(sql) }

        #expect(error?.message.isEmpty == false)
    }

    @Test func `a statement that failed can be run again`() throws {
        let insert = "INSERT INTO note (text) VALUES (?)"
        try connection.run(insert, .text("a"))
        #expect(throws: SQLiteError.self) { try connection.run(insert, .text("a")) }

        try connection.run(insert, .text("b"))

        #expect(connection.changes == 1)
    }

    @Test func `a transaction can be seen and rolled back`() throws {
        #expect(!connection.isInTransaction)
        try connection.run("BEGIN IMMEDIATE")
        try connection.run("INSERT INTO note (text) VALUES (?)", .text("a"))
        #expect(connection.isInTransaction)

        try connection.run("ROLLBACK")

        #expect(!connection.isInTransaction)
        #expect(
            try connection.rows("SELECT id FROM note", values: []) { row throws(SQLiteError) in try row.integer(0) }
                .isEmpty)
    }

    @Test func `the schema's own tables cannot be written`() {
        #expect(throws: SQLiteError.self) {
            try connection.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema")
        }
    }

    @Test func `a full database is named as such`() throws {
        try connection.run("PRAGMA max_page_count = 8")

        let error = #expect(throws: SQLiteError.self) {
            try connection.run("INSERT INTO note (text) VALUES (?)", .text(String(repeating: "å", count: 100_000)))
        }

        #expect(error?.isFull == true)
    }

    @Test func `a missing file is not created unless asked`() {
        let path = NSTemporaryDirectory() + "udkast-missing-\(UUID().uuidString).sqlite"

        #expect(throws: SQLiteError.self) { try Connection(path: path, create: false) }
        #expect(throws: SQLiteError.self) { try Connection(readingFrom: path) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a file that is no database is named as damaged`() throws {
        let path = NSTemporaryDirectory() + "udkast-damaged-\(UUID().uuidString).sqlite"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: path))
        let damaged = try Connection(path: path)

        let error = #expect(throws: SQLiteError.self) { try damaged.run("SELECT * FROM sqlite_schema") }

        #expect(error?.isCorrupt == true)
    }
}

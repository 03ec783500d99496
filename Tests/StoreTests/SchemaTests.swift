import Foundation
import SQLite
import Testing

@testable import Store

@Suite struct SchemaTests {
    /// `UDKAST_REWRITE_GOLDEN=1 swift test --filter SchemaTests` writes the file anew.
    @Test func `the tables are those of schema.sql`() throws {
        let connection = try Connection(path: ":memory:")
        try Schema.current.migrate(connection, from: 0)
        let statements = try connection.rows(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type <> 'table', name", values: []
        ) { row throws(SQLiteError) in try row.text(0) }
        let schema =
            "-- The tables after migration \(Schema.current.version); written by SchemaTests.\n\n"
            + statements.map { $0 + ";\n" }.joined(separator: "\n")
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "schema.sql")
        if ProcessInfo.processInfo.environment["UDKAST_REWRITE_GOLDEN"] != nil {
            try schema.write(to: golden, atomically: true, encoding: .utf8)
        }

        #expect(try String(contentsOf: golden, encoding: .utf8) == schema)
    }

    @Test func `every table is strict`() throws {
        let connection = try Connection(path: ":memory:")
        try Schema.current.migrate(connection, from: 0)

        let lenient = try connection.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
            values: []
        ) { row throws(SQLiteError) in try row.text(0) }

        #expect(lenient == [])
    }

    @Test(arguments: [
        "UPDATE batch SET bytes = x'00'", "DELETE FROM batch", "UPDATE version SET label = '9.9'",
        "UPDATE version SET rendering = x''", "DELETE FROM version", "UPDATE approval SET remark = 'nej'",
        "DELETE FROM approval",
        "UPDATE journal SET detail = ''", "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
        "INSERT OR REPLACE INTO approval SELECT * FROM approval",
    ])
    func `what must never change cannot be changed`(statement: String) async throws {
        let workspace = try await SmallWorkspace()
        let store = workspace.store
        let session = try await store.documents.issueSession(
            for: SmallWorkspace.target, to: SmallWorkspace.member, at: SmallWorkspace.noon)
        #expect(failure(await store.commit([SmallWorkspace.batch(session: session, sequence: 0)])) == nil)
        let version = try await store.reviews.make(
            of: SmallWorkspace.target, content: .init(), rendering: [], by: SmallWorkspace.chair,
            at: SmallWorkspace.noon)
        try await store.reviews.approve(
            version.id, hash: version.hash, by: SmallWorkspace.chair, at: SmallWorkspace.noon)

        await #expect(throws: StoreError.self) {
            try await store.worker.decide { database throws(StoreError) in try database.run(statement) }
        }

        #expect(try await store.verify().fault == nil)
    }
}

import Foundation
import SQLite
import Testing
import Workspace

@testable import Store

@Suite struct OpeningTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `a new directory is made and gets the present schema`() async throws {
        let path = directory.path + "/data"

        let store = try Store.open(directory: path)
        await store.close()

        #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["lock", "udkast.sqlite"])
        let connection = try Connection(readingFrom: path + "/udkast.sqlite")
        #expect(try Schema.version(of: connection) == Schema.current.version)
    }

    @Test func `a second server on the same directory is told so`() async throws {
        let store = try Store.open(directory: directory.path)

        let error = #expect(throws: StoreOpenError.self) { try Store.open(directory: directory.path) }

        #expect(error == .inUse(path: directory.path))
        #expect(error?.description.contains("already running on the data directory \(directory.path)") == true)
        await store.close()
        await #expect(throws: Never.self) { try await Store.open(directory: directory.path).close() }
    }

    @Test func `a newer schema is refused, naming both numbers, and nothing is touched`() async throws {
        try await Store.open(directory: directory.path).close()
        do {
            let connection = try Connection(path: directory.path + "/udkast.sqlite")
            try connection.execute("PRAGMA user_version = 4711")
        }
        let before = try directory.files()

        let error = #expect(throws: StoreOpenError.self) { try Store.open(directory: directory.path) }

        guard case .newerSchema(_, 4711, Schema.current.version) = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(error?.description.contains("4711") == true)
        #expect(try directory.files() == before)
    }

    @Test func `a path that is no directory is refused with a sentence`() throws {
        let path = directory.path + "/file"
        try Data().write(to: URL(filePath: path))

        let error = #expect(throws: StoreOpenError.self) { try Store.open(directory: path) }

        guard case .inaccessible = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(error?.description.hasSuffix(".") == true)
    }

    @Test(arguments: ["/missing/deeper", "/missing/deeper/still"])
    func `a directory without a parent is refused and not made`(path: String) {
        #expect(throws: StoreOpenError.self) { try Store.open(directory: directory.path + path) }
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/missing"))
    }

    @Test func `a database that is a directory is refused`() throws {
        try FileManager.default.createDirectory(
            atPath: directory.path + "/udkast.sqlite", withIntermediateDirectories: false)

        #expect(throws: StoreOpenError.self) { try Store.open(directory: directory.path) }
    }

    @Test func `a file that is no database is named as damaged and left as it is`() throws {
        let path = directory.path + "/udkast.sqlite"
        let bytes = Data(repeating: 0x55, count: 8192)
        try bytes.write(to: URL(filePath: path))

        let error = #expect(throws: StoreOpenError.self) { try Store.open(directory: directory.path) }

        guard case .damaged = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(FileManager.default.contents(atPath: path) == bytes)
    }

    @Test func `the settings that durability rests on are in force`() async throws {
        let store = try Store.open(directory: directory.path)

        for (name, expected) in [
            ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1), ("trusted_schema", 0),
        ] {
            let found = try await store.worker.read { database throws(StoreError) in
                try database.number("PRAGMA \(name)")
            }
            #expect(found == expected, "\(name)")
        }
        await store.close()
    }

    @Test func `an older file is backed up and brought forward`() async throws {
        let older = Schema(migrations: ["CREATE TABLE note (text TEXT NOT NULL) STRICT"])
        let newer = Schema(migrations: older.migrations + ["ALTER TABLE note ADD COLUMN weight INTEGER"])
        let store = try Store.open(directory: directory.path, schema: older, at: SmallWorkspace.noon)
        try await store.worker.decide { database throws(StoreError) in
            try database.run("INSERT INTO note (text) VALUES ('gammel')")
        }
        await store.close()

        try await Store.open(directory: directory.path, schema: newer, at: SmallWorkspace.noon).close()

        let now = try Connection(readingFrom: directory.path + "/udkast.sqlite")
        #expect(try Schema.version(of: now) == 2)
        let name = "udkast-schema-1-\(SmallWorkspace.noon.milliseconds).sqlite"
        let backup = try Connection(readingFrom: directory.path + "/backups/" + name)
        #expect(try Schema.version(of: backup) == 1)
        let texts = try backup.rows("SELECT text FROM note", values: []) { row throws(SQLiteError) in try row.text(0) }
        #expect(texts == ["gammel"])
    }

    @Test func `a migration that fails changes nothing`() async throws {
        let older = Schema(migrations: ["CREATE TABLE note (text TEXT NOT NULL) STRICT"])
        let broken = Schema(
            migrations: older.migrations + ["CREATE TABLE other (text TEXT NOT NULL) STRICT; DROP TABLE missing"])
        try await Store.open(directory: directory.path, schema: older, at: SmallWorkspace.noon).close()

        #expect(throws: StoreOpenError.self) {
            try Store.open(directory: directory.path, schema: broken, at: SmallWorkspace.noon)
        }

        let connection = try Connection(readingFrom: directory.path + "/udkast.sqlite")
        #expect(try Schema.version(of: connection) == 1)
        let tables = try connection.rows("SELECT name FROM sqlite_schema", values: []) { row throws(SQLiteError) in
            try row.text(0)
        }
        #expect(tables == ["note"])
    }

    @Test func `a closed store refuses everything`() async throws {
        let store = try Store.open(directory: directory.path)
        await store.close()

        await #expect(throws: StoreError.closed) { try await store.members.all() }
        await #expect(throws: StoreError.closed) { try await store.verify() }
        #expect(failure(await store.commit([SmallWorkspace.batch(session: 1, sequence: 0)])) == .closed)
        await store.close()
    }

    @Test func `a store that nobody closed lets its directory go`() async throws {
        for _ in 0..<20 {
            let store = try await openWhenFree()
            _ = try await store.members.isEmpty()
        }

        try await openWhenFree().close()
    }

    /// A store that was dropped ends when its thread comes to it, which nobody can wait for.
    private func openWhenFree() async throws -> Store {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            do throws(StoreOpenError) {
                return try Store.open(directory: directory.path)
            } catch {
                guard case .inUse = error, ContinuousClock.now < deadline else { throw error }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test func `the store and its backups can only be read by their owner`() async throws {
        let store = try Store.open(directory: directory.path)
        let copy = directory.path + "/copy.sqlite"
        try await store.backup(to: copy)
        await store.close()

        for path in [directory.path + "/udkast.sqlite", copy] {
            let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(permissions == 0o600)
        }
        #expect(!FileManager.default.fileExists(atPath: copy + ".unfinished"))
    }
}

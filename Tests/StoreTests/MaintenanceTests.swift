import Foundation
import SQLite
import Testing

@testable import Store

@Suite struct MaintenanceTests {
    @Test func `when nobody asks for anything, the log is emptied into the file`() async throws {
        let directory = try TemporaryDirectory()
        let store = try Store.open(directory: directory.path, schema: .current, at: SmallWorkspace.noon, pause: 20)
        let log = directory.path + "/udkast.sqlite-wal"

        try await store.journal.add(.demoLoaded, of: "demo", by: nil, at: SmallWorkspace.noon)

        let deadline = ContinuousClock.now + .seconds(20)
        while try size(of: log) > 0, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try size(of: log) == 0)
        #expect(try await store.journal.newest(1).count == 1)
        await store.close()
    }

    @Test func `a sound store has no damage, a closed one is not looked at`() async throws {
        let workspace = try await SmallWorkspace()

        #expect(try await workspace.store.findDamage() == nil)

        await workspace.store.close()
        await #expect(throws: StoreError.closed) { try await workspace.store.findDamage() }
    }

    @Test func `a page that was overwritten is found`() async throws {
        let workspace = try await SmallWorkspace()
        await workspace.store.close()
        let path = workspace.directory.path + "/udkast.sqlite"
        let page = try Connection(path: path, create: false).first(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'journal'", values: []
        ) { row throws(SQLiteError) in try row.integer(0) }
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: UInt64(try #require(page) - 1) * 4_096)
        try file.write(contentsOf: Data(repeating: 0xAA, count: 4_096))
        try file.close()

        let store = try Store.open(directory: workspace.directory.path)

        #expect(try await store.findDamage() != nil)
        await store.close()
    }

    private func size(of path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }
}

import Foundation
import SQLite
import Store
import Testing
import Workspace

@Suite struct VerificationTests {
    private let workspace: SmallWorkspace

    /// A workspace with three batches, two versions, one approval and the journal of all that, closed.
    init() async throws {
        workspace = try await SmallWorkspace()
        let store = workspace.store
        let session = try await store.documents.issueSession(
            for: SmallWorkspace.target, to: SmallWorkspace.member, at: SmallWorkspace.noon)
        for sequence in 0..<3 {
            #expect(
                failure(await store.commit([SmallWorkspace.batch(session: session, sequence: UInt64(sequence))])) == nil
            )
        }
        for text in ["a", "b"] {
            let version = try await store.reviews.make(
                of: SmallWorkspace.target, content: ReviewStoreTests.content(text),
                rendering: ReviewStoreTests.rendering(text), by: SmallWorkspace.secretary, at: SmallWorkspace.noon)
            if text == "b" { continue }
            try await store.reviews.approve(
                version.id, hash: version.hash, by: SmallWorkspace.chair, at: SmallWorkspace.noon, remark: "Fint")
        }
        await store.close()
    }

    /// Changes the file behind the store's back, as somebody with a shell and a grudge would.
    private func tamper(_ statement: String) throws {
        let connection = try Connection(path: workspace.directory.path + "/udkast.sqlite", create: false)
        let triggers = try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'", values: []) {
            row throws(SQLiteError) in try row.text(0)
        }
        for trigger in triggers { try connection.execute("DROP TRIGGER \(trigger)") }
        try connection.execute(statement)
        #expect(connection.changes > 0)
    }

    private func verify() async throws -> Verification {
        let store = try Store.open(directory: workspace.directory.path)
        let verification = try await store.verify()
        await store.close()
        return verification
    }

    @Test func `an untouched store holds`() async throws {
        let verification = try await verify()

        #expect(verification.fault == nil)
        #expect(verification.batches == 3)
        #expect(verification.versions == 2)
        #expect(verification.journalEntries == 14)
    }

    @Test(arguments: [
        ("UPDATE journal SET detail = detail || 'x' WHERE serial = 7", "Journal entry 7 does not agree with its hash."),
        ("UPDATE journal SET at = at + 1 WHERE serial = 2", "Journal entry 2 does not agree with its hash."),
        ("UPDATE journal SET member = 'p-medlem' WHERE serial = 9", "Journal entry 9 does not agree with its hash."),
        ("UPDATE journal SET event = 'nonsense' WHERE serial = 3", "Journal entry 3 does not agree with its hash."),
        ("DELETE FROM journal WHERE serial = 5", "Journal entry 5 is missing."),
        ("DELETE FROM journal WHERE serial = 1", "Journal entry 1 is missing."),
        (
            "UPDATE journal SET previousHash = replace(previousHash, 'a', 'b') WHERE serial = 4",
            "Journal entry 4 does not follow from entry 3."
        ),
        (
            "UPDATE version SET canonicalBytes = CAST(canonicalBytes || x'0A' AS BLOB) WHERE ordinal = 2",
            "Version 2 (0.2) of maal-test does not agree with its hash."
        ),
        (
            "UPDATE version SET rendering = CAST('<p>x</p>' AS BLOB) WHERE ordinal = 2",
            "The rendering of version 2 (0.2) of maal-test does not agree with its hash."
        ),
        (
            """
            UPDATE version
            SET rendering = (SELECT rendering FROM version WHERE ordinal = 2),
                renderingHash = (SELECT renderingHash FROM version WHERE ordinal = 2)
            WHERE ordinal = 1
            """, "Version 1 (0.1) of maal-test is not the one that the journal tells of."
        ),
        (
            "UPDATE version SET label = '1.0' WHERE ordinal = 1",
            "Version 1 (1.0) of maal-test is not the one that the journal tells of."
        ),
        (
            "UPDATE version SET madeBy = 'p-medlem' WHERE ordinal = 2",
            "Version 2 (0.2) of maal-test is not the one that the journal tells of."
        ),
        (
            "UPDATE approval SET remark = 'fint'",
            "The approval of version 1 (0.1) of maal-test is not the one that the journal tells of."
        ),
        (
            "UPDATE approval SET approver = 'p-medlem'",
            "The approval of version 1 (0.1) of maal-test is not the one that the journal tells of."
        ),
        ("DELETE FROM approval", "The journal tells of 1 approvals, and not all of them are there."),
        (
            "INSERT INTO approval VALUES ('maal-test', 2, 'p-formand', 0, '')",
            "The approval of version 2 (0.2) of maal-test is not the one that the journal tells of."
        ),
        ("DELETE FROM version WHERE ordinal = 2", "The journal tells of 2 versions, and not all of them are there."),
        ("UPDATE batch SET bytes = x'010204' WHERE serial = 2", "Batch 2 of maal-test does not agree with its hash."),
        ("UPDATE batch SET receivedAt = 0 WHERE serial = 3", "Batch 3 of maal-test does not agree with its hash."),
        ("DELETE FROM batch WHERE serial = 2", "Batch 3 of maal-test does not agree with its hash."),
        ("UPDATE batch SET serial = 4 WHERE serial = 1", "Batch 2 of maal-test does not agree with its hash."),
    ])
    func `the first link that does not hold is named`(statement: String, fault: String) async throws {
        try tamper(statement)

        #expect(try await verify().fault == fault)
    }

    @Test func `a reference that leads nowhere is found`() async throws {
        try tamper("DELETE FROM member WHERE id = 'p-udenfor'; UPDATE document SET workingGroup = 'ag-væk'")

        let fault = try await verify().fault

        #expect(fault == "The file has 1 references to rows that are not there.")
    }

    @Test func `a backup holds all that the store does`() async throws {
        let store = try Store.open(directory: workspace.directory.path)
        let copy = workspace.directory.path + "/copy"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)

        try await store.backup(to: copy + "/udkast.sqlite")

        let original = try await store.verify()
        await store.close()
        let restored = try Store.open(directory: copy)
        #expect(try await restored.verify() == original)
        #expect(try await restored.documents.batches(of: SmallWorkspace.target).count == 3)
        await restored.close()
    }

    @Test func `a backup that cannot be written is an error, and the store goes on`() async throws {
        let store = try Store.open(directory: workspace.directory.path)

        let taken = workspace.directory.path + "/taken"
        try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: false)

        for path in ["/nonexistent/copy.sqlite", taken] {
            await #expect(throws: StoreError.self) { try await store.backup(to: path) }
        }

        #expect(!FileManager.default.fileExists(atPath: taken + ".unfinished"))

        #expect(try await store.verify().fault == nil)
        await store.close()
    }
}

import Store
import Testing
import Workspace

@Suite struct ImportTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }

    init() async throws { workspace = try await SmallWorkspace() }

    @Test func `an import that fails at its end leaves nothing behind`() async throws {
        let before = try await store.verify()

        await #expect(throws: StoreError.duplicate) {
            try await store.fill { target throws(StoreError) in
                let session = try target.issueSession(
                    for: SmallWorkspace.target, to: SmallWorkspace.member, at: SmallWorkspace.noon)
                try target.add([SmallWorkspace.batch(session: session, sequence: 0)])
                try target.add(
                    Member(id: SmallWorkspace.member, name: "", initials: "", email: "ny@demo.invalid"),
                    passwordHash: "", at: SmallWorkspace.noon)
            }
        }

        #expect(try await store.verify() == before)
        #expect(try await store.documents.batches(of: SmallWorkspace.target).isEmpty)
    }

    @Test func `edits that follow an import continue its chain`() async throws {
        try await store.fill { target throws(StoreError) in
            let session = try target.issueSession(
                for: SmallWorkspace.target, to: SmallWorkspace.member, at: SmallWorkspace.noon)
            try target.add((0..<3).map { SmallWorkspace.batch(session: session, sequence: $0) })
        }
        let session = try await store.documents.issueSession(
            for: SmallWorkspace.target, to: SmallWorkspace.chair, at: SmallWorkspace.noon)
        let next = SmallWorkspace.batch(session: session, sequence: 0, member: SmallWorkspace.chair)

        #expect(failure(await store.commit([next])) == nil)

        let verification = try await store.verify()
        #expect(verification.fault == nil)
        #expect(verification.batches == 4)
    }

    @Test func `an import is refused what anybody is refused`() async throws {
        await #expect(throws: StoreError.foreignSession) {
            try await store.fill { target throws(StoreError) in
                try target.add([SmallWorkspace.batch(session: 7, sequence: 0)])
            }
        }
        await #expect(throws: StoreError.duplicateBatch) {
            try await store.fill { target throws(StoreError) in
                let session = try target.issueSession(
                    for: SmallWorkspace.target, to: SmallWorkspace.member, at: SmallWorkspace.noon)
                try target.add([SmallWorkspace.batch(session: session, sequence: 0)])
                try target.add([SmallWorkspace.batch(session: session, sequence: 0)])
            }
        }
    }
}

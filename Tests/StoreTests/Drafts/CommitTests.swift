import Synchronization
import Testing
import Workspace

@testable import Store

@Suite struct CommitTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let session: UInt64

    init() async throws {
        workspace = try await SmallWorkspace()
        session = try await workspace.store.documents.issueSession(
            for: SmallWorkspace.target, to: SmallWorkspace.member, at: SmallWorkspace.noon)
    }

    private func sequences() async throws -> [UInt64] {
        try await store.documents.batches(of: SmallWorkspace.target).map(\.firstSequence)
    }

    @Test func `batches come back in order of arrival, byte for byte`() async throws {
        let bytes: [[UInt8]] = [[], [0], Array(0...255)]
        for (sequence, bytes) in bytes.enumerated() {
            let batch = SmallWorkspace.batch(session: session, sequence: UInt64(sequence), bytes: bytes)
            #expect(failure(await store.commit([batch])) == nil)
        }

        let stored = try await store.documents.batches(of: SmallWorkspace.target)

        #expect(stored.map(\.bytes) == bytes)
        #expect(stored.map(\.firstSequence) == [0, 1, 2])
        #expect(stored.map(\.serial) == stored.map(\.serial).sorted())
        #expect(stored.allSatisfy { $0.member == SmallWorkspace.member && $0.receivedAt == SmallWorkspace.noon })
    }

    @Test func `what was acknowledged is there after reopening`() async throws {
        #expect(failure(await store.commit([SmallWorkspace.batch(session: session, sequence: 0)])) == nil)
        await store.close()

        let reopened = try Store.open(directory: workspace.directory.path)

        #expect(try await reopened.documents.batches(of: SmallWorkspace.target).count == 1)
        #expect(try await reopened.verify().fault == nil)
        await reopened.close()
    }

    @Test func `answers come in the order of the calls, many to a transaction`() async throws {
        let count = 2000
        let answers = Mutex<[Int]>([])
        await withCheckedContinuation { continuation in
            for index in 0..<count {
                let batch = SmallWorkspace.batch(session: session, sequence: UInt64(index))
                store.commit([batch]) { result in
                    #expect(failure(result) == nil)
                    let isLast = answers.withLock { answers in
                        answers.append(index)
                        return answers.count == count
                    }
                    if isLast { continuation.resume() }
                }
            }
        }

        #expect(answers.withLock { $0 } == Array(0..<count))
        #expect(try await sequences() == (0..<UInt64(count)).map { $0 })
        #expect(try await store.verify().fault == nil)
    }

    @Test func `a batch that is there already is refused, and its neighbours are not`() async throws {
        #expect(failure(await store.commit([SmallWorkspace.batch(session: session, sequence: 0)])) == nil)

        async let again = store.commit([SmallWorkspace.batch(session: session, sequence: 0, bytes: [9])])
        async let next = store.commit([SmallWorkspace.batch(session: session, sequence: 1)])

        #expect(failure(await again) == .duplicateBatch)
        #expect(failure(await next) == nil)
        #expect(try await sequences() == [0, 1])
        #expect(try await store.verify().fault == nil)
    }

    @Test func `batches submitted together are written together or not at all`() async throws {
        #expect(failure(await store.commit([SmallWorkspace.batch(session: session, sequence: 5)])) == nil)
        let batches = [6, 5, 7].map { SmallWorkspace.batch(session: session, sequence: $0) }

        #expect(failure(await store.commit(batches)) == .duplicateBatch)

        #expect(try await sequences() == [5])
        #expect(failure(await store.commit([SmallWorkspace.batch(session: session, sequence: 6)])) == nil)
        #expect(try await store.verify().fault == nil)
    }

    @Test func `a session writes only for its member, in its document`() async throws {
        let others = [
            SmallWorkspace.batch(session: session, sequence: 0, member: SmallWorkspace.chair),
            SmallWorkspace.batch(session: session + 1, sequence: 0),
            SmallWorkspace.batch(session: 0, sequence: 0),
            SmallWorkspace.batch(session: session, sequence: 0, document: DocumentID("maal-andet")),
        ]

        for batch in others { #expect(failure(await store.commit([batch])) == .foreignSession) }

        #expect(try await sequences() == [])
    }

    @Test func `session numbers ascend and know their owner`() async throws {
        let next = try await store.documents.issueSession(
            for: SmallWorkspace.target, to: SmallWorkspace.chair, at: SmallWorkspace.noon)

        #expect(next == session + 1)
        let owner = try #require(try await store.documents.owner(ofSession: next))
        #expect(owner == (SmallWorkspace.target, SmallWorkspace.chair))
        #expect(try await store.documents.owner(ofSession: next + 1) == nil)
        await #expect(throws: StoreError.notFound) {
            try await store.documents.issueSession(
                for: DocumentID("maal-andet"), to: SmallWorkspace.chair, at: SmallWorkspace.noon)
        }
    }

    @Test func `a full disk is said so, and writing goes on when there is room again`() async throws {
        #expect(failure(await store.commit([SmallWorkspace.batch(session: session, sequence: 0)])) == nil)
        let pages = try await store.worker.read { database throws(StoreError) in
            try database.number("PRAGMA page_count")
        }
        try await setMaximumPages(pages + 2)
        let large = SmallWorkspace.batch(
            session: session, sequence: 1, bytes: [UInt8](repeating: 7, count: 100_000))

        #expect(failure(await store.commit([large])) == .full)
        await #expect(throws: StoreError.full) {
            try await store.documents.rename(SmallWorkspace.target, to: String(repeating: "x", count: 100_000))
        }

        #expect(try await sequences() == [0])
        try await setMaximumPages(1_000_000)
        #expect(failure(await store.commit([large])) == nil)
        #expect(try await sequences() == [0, 1])
        #expect(try await store.verify().fault == nil)
    }

    private func setMaximumPages(_ pages: Int) async throws {
        _ = try await store.worker.read { database throws(StoreError) in
            try database.number("PRAGMA max_page_count = \(pages)")
        }
    }

    @Test func `what waits when the store is closed is answered`() async throws {
        let answered = Mutex(0)
        for sequence in 0..<1200 {
            store.commit([SmallWorkspace.batch(session: session, sequence: UInt64(sequence))]) { result in
                answered.withLock { $0 += failure(result) == nil ? 1 : 0 }
            }
        }

        await store.close()

        #expect(answered.withLock { $0 } == 1200)
    }
}

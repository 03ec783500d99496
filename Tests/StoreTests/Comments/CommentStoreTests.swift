import Store
import Testing
import Workspace

@Suite struct CommentStoreTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let noon = SmallWorkspace.noon
    private let anchor = Anchor(
        node: "krt-1", field: "kravtekst", passage: Passage(from: "1.0", to: "1.9", quotation: "»ti træer«"))

    init() async throws { workspace = try await SmallWorkspace() }

    private func start(_ text: String = "Hvorfor ti?", minute: Int64 = 0) async throws -> ThreadID {
        try await store.comments.start(
            in: SmallWorkspace.target, at: anchor, text: text, mentions: [SmallWorkspace.chair],
            by: SmallWorkspace.member, at: noon.advanced(byMilliseconds: minute * 60_000))
    }

    @Test func `a thread comes back with its anchor and its posts`() async throws {
        let id = try await start()
        try await store.comments.reply(to: id, text: "Fordi.", by: SmallWorkspace.observer, at: noon)

        let thread = try #require(try await store.comments.thread(id))

        #expect(thread.anchor == anchor)
        #expect(thread.anchor.place == "krt-1/kravtekst")
        #expect(thread.status == .open)
        #expect(thread.posts.map(\.text) == ["Hvorfor ti?", "Fordi."])
        #expect(thread.posts.map(\.number) == [1, 2])
        #expect(thread.posts.map(\.author) == [SmallWorkspace.member, SmallWorkspace.observer])
        #expect(thread.posts.map(\.mentions) == [[SmallWorkspace.chair], []])
    }

    @Test func `a thread may be about a node, a field or the whole document`() async throws {
        let anchors = [Anchor(node: "dokument"), Anchor(node: "krt-1"), Anchor(node: "krt-1", field: "titel")]
        for anchor in anchors {
            _ = try await store.comments.start(
                in: SmallWorkspace.target, at: anchor, text: "Hm", by: SmallWorkspace.member, at: noon)
        }

        #expect(try await store.comments.threads(of: SmallWorkspace.target).map(\.anchor) == anchors)
    }

    @Test func `threads are in order of their start`() async throws {
        let late = try await start(minute: 5)
        let early = try await start(minute: 1)

        #expect(try await store.comments.threads(of: SmallWorkspace.target).map(\.id) == [early, late])
        #expect(try await store.comments.threads(of: DocumentID("maal-ukendt")).isEmpty)
    }

    @Test func `a replacement makes a suggestion, which can be rejected`() async throws {
        let id = try await store.comments.start(
            in: SmallWorkspace.target, at: anchor, replacement: "elleve træer", text: "Bedre",
            by: SmallWorkspace.member, at: noon)

        try await store.comments.settle(id, as: .rejected, by: SmallWorkspace.chair, at: noon)

        let thread = try #require(try await store.comments.thread(id))
        #expect(thread.kind == .suggestion)
        #expect(thread.replacement == "elleve træer")
        #expect(thread.status == .rejected)
        #expect(thread.settledBy == SmallWorkspace.chair)
    }

    @Test func `settling and reopening are written down and cannot be done twice`() async throws {
        let id = try await start()
        await #expect(throws: StoreError.threadIsSettled) {
            try await store.comments.reopen(id, by: SmallWorkspace.chair, at: noon)
        }
        try await store.comments.settle(id, as: .resolved, by: SmallWorkspace.chair, at: noon)
        await #expect(throws: StoreError.threadIsSettled) {
            try await store.comments.settle(id, as: .rejected, by: SmallWorkspace.member, at: noon)
        }
        #expect(try await store.comments.openCount(of: SmallWorkspace.target) == 0)

        try await store.comments.reopen(id, by: SmallWorkspace.member, at: noon)

        let thread = try #require(try await store.comments.thread(id))
        #expect(thread.status == .open && thread.wasReopened && thread.settledBy == nil && thread.settledAt == nil)
        #expect(try await store.comments.openCount(of: SmallWorkspace.target) == 1)
        let events = try await store.journal.entries(of: id.rawValue).map(\.event)
        #expect(events == [.threadSettled, .threadReopened])
    }

    @Test func `what is about nothing is refused`() async throws {
        let unknown = ThreadID("t99")
        await #expect(throws: StoreError.notFound) {
            try await store.comments.reply(to: unknown, text: "?", by: SmallWorkspace.member, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.comments.settle(unknown, as: .resolved, by: SmallWorkspace.member, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.comments.reopen(unknown, by: SmallWorkspace.member, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.comments.start(
                in: DocumentID("x"), at: anchor, text: "?", by: SmallWorkspace.member, at: noon)
        }
        let id = try await start()
        await #expect(throws: StoreError.notFound) {
            try await store.comments.reply(
                to: id, text: "?", mentions: [MemberID("p-ukendt")], by: SmallWorkspace.member, at: noon)
        }
        #expect(try await store.comments.thread(unknown) == nil)
        #expect(try await store.comments.thread(id)?.posts.count == 1)
    }
}

import Merge
import RichText
import Store
import Testing
import Workspace

@Suite struct ReviewStoreTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let noon = SmallWorkspace.noon

    init() async throws { workspace = try await SmallWorkspace() }

    static func content(_ text: String) -> DocumentContent {
        DocumentContent(
            texts: [(place: Place("krt-1/kravtekst")!, text: Array(text.unicodeScalars))], registers: [])
    }

    static func rendering(_ text: String) -> [UInt8] { Array("<p>\(text)</p>".utf8) }

    private func make(_ text: String, label: VersionLabel? = nil) async throws -> Version {
        try await store.reviews.make(
            of: SmallWorkspace.target, content: Self.content(text), rendering: Self.rendering(text), label: label,
            by: SmallWorkspace.secretary, at: noon)
    }

    @Test func `versions are numbered from 1 and labelled from 0.1`() async throws {
        let versions = [try await make("a"), try await make("b"), try await make("b")]

        #expect(versions.map(\.ordinal) == [1, 2, 3])
        #expect(versions.map(\.label) == ["0.1", "0.2", "0.3"])
        #expect(versions[1].hash == versions[2].hash)
        #expect(try await store.reviews.versions(of: SmallWorkspace.target) == versions)
        #expect(try await store.reviews.latest(of: SmallWorkspace.target) == versions[2])
        #expect(try await store.reviews.latestApproved(of: SmallWorkspace.target) == nil)
    }

    @Test func `a label can be chosen, is counted on from, and is not given twice`() async throws {
        #expect(try await make("a", label: VersionLabel("1.9")).label == "1.9")
        #expect(try await make("b").label == "1.10")

        await #expect(throws: StoreError.duplicate) { try await make("c", label: VersionLabel("1.9")) }

        #expect(try await store.reviews.versions(of: SmallWorkspace.target).count == 2)
    }

    @Test func `an approval is of the content that was shown`() async throws {
        let version = try await make("æøå")

        let approved = try await store.reviews.approve(
            version.id, hash: version.hash, by: SmallWorkspace.chair, at: noon, remark: "Fint")

        #expect(approved.approval == Approval(by: SmallWorkspace.chair, at: noon, remark: "Fint"))
        #expect(try await store.reviews.version(version.id) == approved)
        #expect(try await store.reviews.latestApproved(of: SmallWorkspace.target) == approved)
        #expect(approved.hash == Self.content("æøå").hash)
        #expect(approved.rendering == Array("<p>æøå</p>".utf8))
        let events = try await store.journal.entries(of: SmallWorkspace.target.rawValue).map(\.event)
        #expect(events == [.documentAdded, .versionMade, .versionApproved])
    }

    @Test func `any other approval is refused and changes nothing`() async throws {
        let version = try await make("a")
        let unknown = VersionID(document: SmallWorkspace.target, ordinal: 2)
        let approval = Approval(by: SmallWorkspace.chair, at: noon)

        await #expect(throws: StoreError.hashDiffers(stored: version.hash)) {
            try await store.reviews.approve(
                version.id, hash: Self.content("b").hash, by: SmallWorkspace.chair, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.reviews.approve(unknown, hash: version.hash, by: SmallWorkspace.chair, at: noon)
        }
        #expect(try await store.reviews.version(version.id)?.approval == nil)
        try await store.reviews.approve(version.id, hash: version.hash, by: SmallWorkspace.chair, at: noon)
        await #expect(throws: StoreError.alreadyApproved(approval)) {
            try await store.reviews.approve(version.id, hash: version.hash, by: SmallWorkspace.member, at: noon)
        }
        #expect(try await store.reviews.version(version.id)?.approval == approval)
    }

    @Test func `nothing is made of an unknown document`() async throws {
        await #expect(throws: StoreError.notFound) {
            try await store.reviews.make(
                of: DocumentID("x"), content: Self.content("a"), rendering: [], by: SmallWorkspace.chair, at: noon)
        }
    }
}

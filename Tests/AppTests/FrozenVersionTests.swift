import RichText
import Testing
import Workspace

@testable import App

/// A version is shown and exported as it was when it was made, whatever happens to text, records and program.
struct FrozenVersionTests {
    private func makeVersion(of document: DocumentID, _ site: Site) async throws -> Answer {
        let hash = try await site.rooms.content(of: document).hash
        return try await site.post("/documents/\(document)/versions", [("hash", hash)], as: .chair)
    }

    private func approve(_ version: Int, of document: DocumentID, hash: String, _ site: Site) async throws -> Answer {
        try await site.post("/documents/\(document)/versions/\(version)/approval", [("hash", hash)], as: .chair)
    }

    /// The part of a page that shows the version.
    private func text(_ page: Answer) throws -> String {
        let start = try #require(page.text.firstRange(of: "<section class=\"version-text\"")).lowerBound
        let end = try #require(page.text[start...].firstRange(of: "</main>")).lowerBound
        return String(page.text[start..<end])
    }

    @Test
    func `an approved version's page and files stay the same to the byte`() async throws {
        let site = try await Site()
        let address = "/documents/maal-moebler/versions/1"
        _ = try await makeVersion(of: Site.target, site)
        let hash = try await site.rooms.content(of: Site.target).hash
        _ = try await approve(1, of: Site.target, hash: hash, site)
        let page = try await site.get(address, as: .member)
        var files: [[UInt8]] = []
        for ending in ["docx", "csv", "html"] {
            files.append(try await site.get("\(address)/export.\(ending)", as: .secretariat).body)
        }

        try await site.type("Nyt: ", in: Site.criterion, "kravtekst")
        try await site.type("Nye ", in: "dokument", "titel")
        site.wait(milliseconds: 86_400_000)

        #expect(try text(try await site.get(address, as: .member)) == text(page))
        for (ending, before) in zip(["docx", "csv", "html"], files) {
            let after = try await site.get("\(address)/export.\(ending)", as: .secretariat)
            #expect(after.status == 200)
            #expect(after.body == before, "\(ending)")
        }
    }

    @Test
    func `what is shown and exported is the rendering that was kept, not one made now`() async throws {
        let site = try await Site()
        let kept = Array("<p>Som et tidligere program viste det</p>".utf8)
        let version = try await site.store.reviews.make(
            of: Site.target, content: try await site.rooms.content(of: Site.target), rendering: kept,
            by: Person.chair.id, at: site.now)
        _ = try await approve(1, of: Site.target, hash: version.hash, site)

        let page = try await site.get("/documents/maal-moebler/versions/1", as: .member)
        let file = try await site.get("/documents/maal-moebler/versions/1/export.html", as: .secretariat)

        #expect(page.text.contains("<p>Som et tidligere program viste det</p>"))
        #expect(page.text.contains(version.renderingHash))
        #expect(!page.text.contains("undersøge lageret"))
        #expect(file.text.contains("<p>Som et tidligere program viste det</p>"))
    }

    @Test
    func `a version of minutes keeps who was there, what was decided and what is to be done`() async throws {
        let site = try await Site()
        try await site.type("Som talt om under [[krt-mob-a1]].", in: "pkt-1", "referat", of: Site.meeting)
        _ = try await site.post(
            "/meetings/moede-1/attendance", [("presence:p-member", "attended")], as: .chair)
        _ = try await site.post("/meetings/moede-1/decisions", [("text", "Vi køber brugt.")], as: .chair)
        _ = try await site.post(
            "/meetings/moede-1/actions", [("text", "Spørg lageret"), ("responsible", "p-member")], as: .chair)

        let made = try await makeVersion(of: Site.meeting, site)
        _ = try await site.post(
            "/meetings/moede-1/attendance", [("presence:p-member", "apologies")], as: .chair)
        let page = try await site.get("/documents/moede-1/versions/1", as: .member)

        #expect(made.status == 303)
        let text = try text(page)
        for sign in ["Deltog", "Demo Member", "Ærø", "Vi køber brugt.", "Spørg lageret", "Som talt om under 13.1."] {
            #expect(text.contains(sign), "\(sign)")
        }
        #expect(!text.contains("Afbud"))
    }

    @Test
    func `minutes whose records alone have changed can become another version`() async throws {
        let site = try await Site()
        _ = try await makeVersion(of: Site.meeting, site)

        let same = try await makeVersion(of: Site.meeting, site)
        _ = try await site.post("/meetings/moede-1/decisions", [("text", "Vi køber brugt.")], as: .chair)
        let other = try await makeVersion(of: Site.meeting, site)

        #expect(same.status == 409)
        #expect(other.location == "/documents/moede-1/versions/2?receipt=made")
    }

    @Test(arguments: [Site.meeting, Site.terms])
    func `minutes and terms of reference are exported as a web page alone`(document: DocumentID) async throws {
        let site = try await Site()
        _ = try await makeVersion(of: document, site)
        let hash = try await site.rooms.content(of: document).hash
        _ = try await approve(1, of: document, hash: hash, site)
        let address = "/documents/\(document)/versions/1"

        let page = try await site.get(address, as: .secretariat)
        let file = try await site.get("\(address)/export.html", as: .secretariat)

        #expect(page.text.contains("export.html"))
        #expect(!page.text.contains("export.docx"))
        #expect(file.status == 200)
        #expect(file.text.contains(hash))
        for ending in ["docx", "csv"] {
            #expect(try await site.get("\(address)/export.\(ending)", as: .secretariat).status == 409)
        }
    }

    // MARK: Approval

    @Test
    func `approving another text than the version's changes nothing`() async throws {
        let site = try await Site()
        _ = try await makeVersion(of: Site.target, site)
        try await site.type("Nyt: ", in: Site.criterion, "kravtekst")
        let version = try await site.store.reviews.latest(of: Site.target)
        let journal = try await site.store.journal.entries(of: "maal-moebler")
        let calls = site.rooms.calls

        // The live text, nothing at all, and the hash in another spelling.
        let live = try await site.rooms.content(of: Site.target).hash
        for hash in [live, "", version?.hash.uppercased() ?? ""] {
            let answer = try await approve(1, of: Site.target, hash: hash, site)
            #expect(answer.status == 409)
            #expect(answer.text.contains("Intet er godkendt"))
        }

        #expect(try await site.store.reviews.latest(of: Site.target) == version)
        #expect(try await site.store.journal.entries(of: "maal-moebler") == journal)
        #expect(site.rooms.calls == calls)
    }

    @Test
    func `of two chairs who approve at once, one does`() async throws {
        let site = try await Site()
        _ = try await makeVersion(of: Site.target, site)
        let hash = try await site.rooms.content(of: Site.target).hash

        async let one = approve(1, of: Site.target, hash: hash, site)
        async let other = approve(1, of: Site.target, hash: hash, site)
        let statuses = try await [one.status, other.status].sorted()

        #expect(statuses == [303, 409])
        let approvals = try await site.store.journal.entries(of: "maal-moebler").filter { $0.event == .versionApproved }
        #expect(approvals.count == 1)
    }

    @Test
    func `an export is written down with who, what and when`() async throws {
        let site = try await Site()
        _ = try await makeVersion(of: Site.target, site)
        let hash = try await site.rooms.content(of: Site.target).hash
        _ = try await approve(1, of: Site.target, hash: hash, site)

        _ = try await site.get("/documents/maal-moebler/versions/1/export.csv", as: .secretariat)

        let entry = try #require(try await site.store.journal.entries(of: "maal-moebler").last)
        #expect(entry.event == .versionExported)
        #expect(entry.member == Person.secretariat.id)
        #expect(entry.detail == "0.1 csv")
        #expect(entry.at == site.now)
    }
}

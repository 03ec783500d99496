import Testing
import Workspace

@testable import App

/// What people write is text, wherever it comes out.
struct EscapingTests {
    static let attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"

    private func expectHarmless(_ answer: Answer, _ place: String) {
        #expect(answer.status == 200, "\(place)")
        #expect(answer.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "\(place) does not show the text")
        #expect(!answer.text.contains("<script>alert"), "\(place)")
        #expect(!answer.text.contains("<img"), "\(place)")
    }

    @Test
    func `titles and texts of a draft come out as text, in the draft and in a version`() async throws {
        let site = try await Site()
        try await site.type(Self.attack, in: "dokument", "titel")
        try await site.type(Self.attack, in: Site.criterion, "titel")
        try await site.type(Self.attack, in: Site.criterion, "kravtekst")
        let hash = try await site.rooms.content(of: Site.target).hash
        _ = try await site.post("/documents/maal-moebler/versions", [("hash", hash)], as: .chair)

        expectHarmless(try await site.get("/documents/maal-moebler", as: .member), "draft")
        expectHarmless(try await site.get("/documents/maal-moebler/versions/1", as: .member), "version")
    }

    @Test
    func `comments come out as text, and what they quote too`() async throws {
        let site = try await Site()
        let fields = [
            ("place", "\(Site.criterion)/kravtekst"), ("from-anchor", "1.5"), ("to-anchor", "1.9"),
            ("quotation", Self.attack), ("text", Self.attack),
        ]
        let answer = try await site.post(
            "/documents/maal-moebler/threads", fields.map { (name: $0.0, value: $0.1) }, as: .member)

        #expect(answer.status == 303)
        expectHarmless(try await site.get("/documents/maal-moebler", as: .member), "draft")
        expectHarmless(try await site.get("/documents/maal-moebler/threads", as: .member), "list")
    }

    @Test
    func `names come out as text`() async throws {
        let site = try await Site()
        let answer = try await site.post(
            "/administration/members", [("name", Self.attack), ("email", "ny@demo.invalid")], as: .secretariat)
        expectHarmless(answer, "invitation")
        let id = try #require(try await site.store.members.all().first { $0.email == "ny@demo.invalid" }).id
        try await site.store.groups.set(
            Membership(group: Site.group, member: id, role: .member), by: Person.secretariat.id, at: site.now)

        expectHarmless(try await site.get("/groups/ag-moebler", as: .member), "group")
        expectHarmless(try await site.get("/groups/ag-moebler/members", as: .secretariat), "members")
        expectHarmless(try await site.get("/meetings/moede-1", as: .member), "attendance")
        expectHarmless(try await site.get("/administration", as: .secretariat), "administration")
    }

    @Test
    func `minutes, decisions and actions come out as text`() async throws {
        let site = try await Site()
        try await site.type(Self.attack, in: "pkt-1", "referat", of: Site.meeting)
        _ = try await site.post("/meetings/moede-1/decisions", [("text", Self.attack)], as: .chair)
        _ = try await site.post(
            "/meetings/moede-1/actions", [("text", Self.attack), ("responsible", "p-member")], as: .chair)

        expectHarmless(try await site.get("/meetings/moede-1", as: .observer), "meeting")
        expectHarmless(try await site.get("/groups/ag-moebler", as: .observer), "group")
    }

    @Test
    func `a refused form shows what was written as text`() async throws {
        let site = try await Site()

        let login = try await site.post("/login", [("email", Self.attack), ("password", "x")])
        let meeting = try await site.post(
            "/groups/ag-moebler/meetings", [("title", Self.attack), ("day", "i morgen")], as: .chair)

        for answer in [login, meeting] {
            #expect(answer.status == 422)
            #expect(!answer.text.contains("<script>alert"))
        }
    }

    @Test
    func `an address in a request cannot write markup`() async throws {
        let site = try await Site()

        let answer = try await site.get("/login?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E")

        #expect(answer.status == 200)
        #expect(!answer.text.contains("<script>alert"))
    }
}

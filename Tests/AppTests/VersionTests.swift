import Testing
import Workspace

@testable import App

/// From the living text to a file on the Secretariat's desk.
struct VersionTests {
    private let versions = "/documents/maal-moebler/versions"

    private func makeVersion(_ site: Site) async throws {
        let page = try await site.get(versions, as: .chair)
        let answer = try await site.post(versions, [("hash", page.hidden("hash") ?? "")], as: .chair)
        #expect(answer.location == "\(versions)/1?receipt=made")
    }

    @Test
    func `the chair makes and approves a version and the Secretariat exports it`() async throws {
        let site = try await Site()
        try await makeVersion(site)

        let unapproved = try await site.get("\(versions)/1/export.docx", as: .secretariat)
        let page = try await site.get("\(versions)/1", as: .chair)
        let approval = try await site.post(
            "\(versions)/1/approval", [("hash", page.hidden("hash") ?? ""), ("remark", "Godt arbejde")], as: .chair)
        let approved = try await site.get("\(versions)/1?receipt=approved", as: .member)
        let word = try await site.get("\(versions)/1/export.docx", as: .secretariat)
        let table = try await site.get("\(versions)/1/export.csv", as: .secretariat)
        let webPage = try await site.get("\(versions)/1/export.html", as: .secretariat)

        #expect(unapproved.status == 409)
        #expect(approval.status == 303)
        for sign in ["Versionen er godkendt", "Demo Chair", "Godt arbejde", "23. november 2026 kl. 10.00"] {
            #expect(approved.text.contains(sign), "\(sign)")
        }
        #expect(!approved.text.contains("export.docx"))
        #expect(word.body.starts(with: Array("PK".utf8)))
        #expect(table.body.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(webPage.text.contains("Ordregiver skal først undersøge lageret."))
        #expect(word.headers["content-disposition"]?.contains("filename*=UTF-8''Indk%C3%B8bsm%C3%A5l%2013") == true)
        let exports = try await site.store.journal.newest(3).map(\.event)
        #expect(exports.allSatisfy { $0 == .versionExported || $0 == .loggedIn })
        #expect(site.rooms.calls.filter { $0.what == "versions" }.count == 2)
    }

    @Test
    func `later edits leave the version as it was and show that the text has moved on`() async throws {
        let site = try await Site()
        try await makeVersion(site)
        let before = try await site.store.reviews.versions(of: Site.target)[0]

        try await site.type("Nyt: ", in: Site.criterion, "kravtekst")

        let after = try await site.store.reviews.versions(of: Site.target)[0]
        let version = try await site.get("\(versions)/1", as: .member)
        let draft = try await site.get("/documents/maal-moebler", as: .member)
        let group = try await site.get("/groups/ag-moebler", as: .member)
        #expect(after == before)
        #expect(version.text.contains("Den nuværende tekst er ændret siden version 0.1."))
        #expect(!version.text.contains("Nyt: Ordregiver"))
        #expect(draft.text.contains("Ændret siden version 0.1"))
        #expect(group.text.contains("Ændret siden version 0.1"))
    }

    @Test
    func `what has changed since a version is shown word by word`() async throws {
        let site = try await Site()
        try await makeVersion(site)
        try await site.type("Nyt: ", in: Site.criterion, "kravtekst")
        try await site.type("<b>Andet</b> ", in: "formaal", "tekst")

        let page = try await site.get("\(versions)/1/changes", as: .observer).text

        #expect(page.contains("2 dele er ændret."))
        #expect(page.contains("13.1 Brug det, du har"))
        #expect(page.contains("tilføjet: </span>Nyt: </ins>"))
        #expect(page.contains("&lt;b&gt;Andet&lt;/b&gt;"))
        #expect(try await site.get("\(versions)/1", as: .member).text.contains("\(versions)/1/changes"))
    }

    @Test
    func `no version is made of a text that nobody has seen`() async throws {
        let site = try await Site()
        let page = try await site.get(versions, as: .chair)
        try await site.type("Nyt: ", in: Site.criterion, "kravtekst")

        let answer = try await site.post(versions, [("hash", page.hidden("hash") ?? "")], as: .chair)

        #expect(answer.status == 409)
        #expect(answer.text.contains("Teksten er ændret, siden du åbnede siden"))
        #expect(try await site.store.reviews.versions(of: Site.target).isEmpty)
    }

    @Test
    func `the same text does not become two versions`() async throws {
        let site = try await Site()
        try await makeVersion(site)
        let hash = try await site.rooms.content(of: Site.target).hash

        let answer = try await site.post(versions, [("hash", hash)], as: .chair)

        #expect(answer.status == 409)
        #expect(try await site.store.reviews.versions(of: Site.target).count == 1)
    }

    @Test
    func `an approval of another hash, and a second approval, are refused`() async throws {
        let site = try await Site()
        try await makeVersion(site)
        let hash = try await site.rooms.content(of: Site.target).hash

        let other = try await site.post(
            "\(versions)/1/approval", [("hash", String(repeating: "0", count: 64))], as: .chair)
        let first = try await site.post("\(versions)/1/approval", [("hash", hash)], as: .chair)
        let second = try await site.post("\(versions)/1/approval", [("hash", hash)], as: .chair)

        #expect(other.status == 409)
        #expect(other.text.contains("Intet er godkendt"))
        #expect(first.status == 303)
        #expect(second.status == 409)
    }

    @Test(arguments: ["0", "-1", "2", "x", "99999999999999999999"])
    func `a version that is not there is not found`(number: String) async throws {
        let site = try await Site()
        try await makeVersion(site)

        #expect(try await site.get("\(versions)/\(number)", as: .member).status == 404)
    }
}

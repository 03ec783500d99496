import Testing
import Workspace

@testable import App

struct AdministrationTests {
    @Test
    func `a new role reaches the rooms at once and stands in the journal`() async throws {
        let site = try await Site()

        _ = try await site.post(
            "/groups/ag-moebler/members", [("member", "p-member"), ("role", "observer")], as: .secretariat)
        _ = try await site.post("/groups/ag-moebler/members/p-observer/withdrawal", as: .secretariat)

        let target = site.rooms.calls.filter { $0.document == Site.target }
        #expect(target.map(\.what) == ["access p-member", "access p-observer"])
        #expect(target.map(\.access) == [.read, nil])
        #expect(try await site.get("/groups/ag-moebler", as: .observer).status == 404)
        let events = try await site.store.journal.newest(10).map(\.event)
        #expect(events.contains(.membershipSet))
        #expect(events.contains(.membershipEnded))
    }

    @Test
    func `a target begins with the fixed sections, empty`() async throws {
        let site = try await Site()

        let answer = try await site.post(
            "/groups/ag-moebler/targets", [("number", "14"), ("title", "Engangsservice")], as: .secretariat)
        let taken = try await site.post(
            "/groups/ag-moebler/targets", [("number", "14"), ("title", "Andet")], as: .secretariat)
        let strange = try await site.post(
            "/groups/ag-moebler/targets", [("number", "fjorten"), ("title", "Andet")], as: .secretariat)

        let page = try await site.get(try #require(answer.location), as: .member).text
        #expect(page.contains("Indkøbsmål 14"))
        #expect(page.contains(">Anvendelsesområde</div>"))
        #expect(taken.text.contains("Nummeret er allerede brugt"))
        #expect(strange.text.contains("Skriv et helt tal"))
    }

    @Test
    func `the Secretariat reads who did what, newest first, and nobody else does`() async throws {
        let site = try await Site()
        _ = try await site.post(
            "/groups/ag-moebler/members", [("member", "p-member"), ("role", "observer")], as: .secretariat)

        let page = try await site.get("/administration/journal", as: .secretariat)

        #expect(page.text.contains("Rolle givet"))
        #expect(page.text.contains("Demo Secretariat"))
        #expect(try await site.get("/administration/journal", as: .chair).status == 403)
    }

    @Test
    func `a group gets terms of reference to write in, and an organisation is made once`() async throws {
        let site = try await Site()
        let fields = [("name", "Læsø Kommune"), ("shortName", "Læsø"), ("kind", "kommune"), ("partner", "ja")]
            .map { (name: $0.0, value: $0.1) }

        let terms = try await site.post("/groups/ag-anden/terms", as: .secretariat)
        let first = try await site.post("/administration/organisations", fields, as: .secretariat)
        let second = try await site.post("/administration/organisations", fields, as: .secretariat)

        let page = try await site.get(try #require(terms.location), as: .secretariat).text
        #expect(page.contains(">Afgrænsning</div>"))
        #expect(page.contains("access=\"edit\""))
        #expect(first.status == 303)
        #expect(second.text.contains("Der er allerede en organisation med det navn."))
    }

    @Test
    func `a group is made and its first member taken in`() async throws {
        let site = try await Site()

        let answer = try await site.post(
            "/administration/groups", [("name", "Arbejdsgruppen om lys"), ("kind", "newTarget")], as: .secretariat)
        let members = try #require(answer.location)
        _ = try await site.post(members, [("member", "p-stranger"), ("role", "chair")], as: .secretariat)

        #expect(try await site.get("/", as: .stranger).text.contains("Arbejdsgruppen om lys"))
    }

    @Test(arguments: [
        ("name", "", "Feltet skal udfyldes."), ("email", "ikke en adresse", "Skriv en gyldig e-mailadresse."),
        ("email", "MEMBER@demo.invalid", "Der er allerede en bruger med den e-mail."),
        ("organisation", "org-findes-ikke", "Vælg en organisation fra listen."),
    ])
    func `a user who cannot be is shown again with the reason`(
        field: String, value: String, reason: String
    ) async throws {
        let site = try await Site()
        var fields = ["name": "Ny", "email": "ny@demo.invalid", "organisation": ""]
        fields[field] = value
        let count = try await site.store.members.all().count

        let answer = try await site.post(
            "/administration/members", fields.map { (name: $0.key, value: $0.value) }, as: .secretariat)

        #expect(answer.status == 422)
        #expect(answer.text.contains(reason))
        #expect(try await site.store.members.all().count == count)
    }

    @Test
    func `a new password needs the old one and logs all other browsers off`() async throws {
        let site = try await Site()
        _ = try await site.get("/", as: .member)
        let fields = [(name: "current", value: Site.password), (name: "password", value: "gyngestol på loftet")]

        let wrong = try await site.post("/password", [("current", "gæt"), fields[1]], as: .member)
        let weak = try await site.post("/password", [fields[0], ("password", "kort")], as: .member)
        let changed = try await site.post("/password", fields, as: .member)

        #expect(wrong.text.contains("Adgangskoden er forkert."))
        #expect(weak.text.contains("Adgangskoden er for kort"))
        #expect(changed.location == "/logins?receipt=password")
        #expect(changed.cookies.count == 1)
        #expect(try await site.store.logins.logins(of: Person.member.id).count == 1)
        #expect(site.rooms.calls.filter { $0.what == "login ended" }.count == 4)
    }

    @Test
    func `own logins are listed and can be ended one by one, others' cannot`() async throws {
        let site = try await Site()
        _ = try await site.get("/", as: .member)
        let own = try #require(try await site.store.logins.logins(of: Person.member.id).first)
        _ = try await site.get("/", as: .chair)
        let foreign = try #require(try await site.store.logins.logins(of: Person.chair.id).first)

        let list = try await site.get("/logins", as: .member)
        let ended = try await site.post("/logins/\(own.id)/end", as: .member)
        let refused = try await site.post("/logins/\(foreign.id)/end", as: .member)

        #expect(list.text.contains("/logins/\(own.id)/end"))
        #expect(ended.status == 303)
        #expect(refused.status == 404)
        #expect(try await site.store.logins.logins(of: Person.chair.id).contains { $0.id == foreign.id })
    }
}

import Testing
import Workspace

@testable import App

struct MeetingTests {
    @Test
    func `a meeting is called with an agenda to write in`() async throws {
        let site = try await Site()

        let answer = try await site.post(
            "/groups/ag-moebler/meetings",
            [
                ("title", "Teksten skrives"), ("day", "2026-12-15"), ("from", "09:00"), ("to", "15:30"),
                ("place", "Online"), ("chair", "p-chair"), ("secretary", "p-member"),
            ], as: .chair)

        let page = try await site.get(try #require(answer.location), as: .member).text
        #expect(page.contains("tirsdag den 15. december 2026"))
        #expect(page.contains("kl. 09.00-15.30"))
        #expect(page.contains("data-place=\"pkt-1/referat\""))
        #expect(page.contains("Godkendelse af referat fra sidste møde"))
        #expect(page.contains("access=\"edit\""))
        #expect(try await site.store.meetings.meetings(of: Site.group).map(\.number) == [1, 2])
    }

    @Test(arguments: [
        ("day", "i morgen", "Skriv datoen som år-måned-dag"), ("day", "2026-02-30", "Skriv datoen som år-måned-dag"),
        ("from", "25:00", "Skriv klokkeslættet som 09.30."), ("to", "08:00", "Mødet slutter, før det starter."),
        ("title", "", "Feltet skal udfyldes."), ("chair", "p-stranger", "Vælg en person fra listen."),
    ])
    func `a meeting that cannot be is shown again with the reason`(
        field: String, value: String, reason: String
    ) async throws {
        let site = try await Site()
        var fields = [
            "title": "Teksten skrives", "day": "2026-12-15", "from": "09:00", "to": "15:30", "place": "Online",
            "chair": "", "secretary": "",
        ]
        fields[field] = value

        let answer = try await site.post(
            "/groups/ag-moebler/meetings", fields.map { (name: $0.key, value: $0.value) }, as: .chair)

        #expect(answer.status == 422)
        #expect(answer.text.contains("<span class=\"visually-hidden\">Fejl: </span>\(reason)"))
        #expect(answer.text.contains("aria-invalid=\"true\""))
        #expect(try await site.store.meetings.meetings(of: Site.group).count == 1)
    }

    @Test
    func `attendance, decisions and action items are records beside the minutes`() async throws {
        let site = try await Site()

        _ = try await site.post(
            "/meetings/moede-1/attendance", [("presence:p-member", "attended"), ("presence:p-chair", "apologies")],
            as: .chair)
        _ = try await site.post(
            "/meetings/moede-1/decisions",
            [("text", "Vi begynder."), ("item", "pkt-1"), ("criterion", "krt-mob-a1"), ("agreement", "dissent")],
            as: .chair)
        _ = try await site.post(
            "/meetings/moede-1/actions",
            [("text", "Spørg markedet"), ("responsible", "p-member"), ("deadline", "2026-11-01")], as: .secretariat)

        let page = try await site.get("/meetings/moede-1", as: .observer).text
        for sign in [
            "1 medlemsorganisation er repræsenteret.", "<strong>B1.1</strong> Vi begynder.",
            "Uenighed · Vedrører 13.1 Brug det, du har", "<strong>A1.1</strong> Spørg markedet", "Overskredet",
        ] { #expect(page.contains(sign), "\(sign)") }
        #expect(try await site.get("/groups/ag-moebler", as: .member).text.contains("A1.1 Spørg markedet"))

        _ = try await site.post("/meetings/moede-1/actions/1/closing", as: .chair)
        let again = try await site.post("/meetings/moede-1/actions/1/closing", as: .chair)
        let missing = try await site.post("/meetings/moede-1/actions/9/closing", as: .chair)

        #expect(again.status == 303)
        #expect(missing.status == 404)
        #expect(try await site.store.meetings.openActionItems(of: Site.group).isEmpty)
        #expect(site.rooms.calls.filter { $0.what == "meeting" }.count == 5)
    }

    @Test
    func `approved minutes are frozen for everyone`() async throws {
        let site = try await Site()

        let tooEarly = try await site.post("/meetings/moede-1/minutes-status", [("status", "approved")], as: .chair)
        _ = try await site.post("/meetings/moede-1/minutes-status", [("status", "circulated")], as: .chair)
        _ = try await site.post("/meetings/moede-1/minutes-status", [("status", "approved")], as: .chair)

        let page = try await site.get("/meetings/moede-1", as: .chair).text
        let decision = try await site.post("/meetings/moede-1/decisions", [("text", "For sent")], as: .chair)
        #expect(tooEarly.status == 409)
        #expect(page.contains("access=\"read\""))
        #expect(page.contains("Referatet er godkendt og kan ikke ændres."))
        #expect(decision.status == 403)
        #expect(site.rooms.calls.contains { $0.what == "access p-chair" && $0.access == .read })
    }
}

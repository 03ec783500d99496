import Testing
import Workspace

@testable import App

/// Agenda and minutes are written by the whole group until they are approved, and by nobody afterwards.
struct MinutesRightsTests {
    @Test(arguments: [
        (Person.observer, "read"), (.member, "edit"), (.chair, "edit"), (.secretariat, "edit"),
    ])
    func `open minutes are written by everyone in the group but observers`(person: Person, access: String) async throws
    {
        let site = try await Site()

        let page = try await site.get("/meetings/moede-1", as: person)

        #expect(page.text.contains(" access=\"\(access)\""))
    }

    @Test
    func `approval of the minutes takes the pen from everyone, the Secretariat outside the group too`() async throws {
        let site = try await Site()
        for status in ["circulated", "approved"] {
            _ = try await site.post("/meetings/moede-1/minutes-status", [("status", status)], as: .chair)
        }

        for person in Person.allCases where person != .stranger {
            let page = try await site.get("/meetings/moede-1", as: person)
            #expect(page.text.contains(" access=\"read\""), "\(person)")
        }
        let told = site.rooms.calls.filter { $0.document == Site.meeting && $0.access == .read }.map(\.what)
        #expect(Set(told) == Set(try await site.store.members.all().map { "access \($0.id)" }))
    }
}

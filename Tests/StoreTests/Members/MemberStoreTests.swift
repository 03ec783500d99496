import Store
import Testing
import Workspace

@Suite struct MemberStoreTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let noon = SmallWorkspace.noon

    init() async throws { workspace = try await SmallWorkspace() }

    @Test func `people are listed in Danish order`() async throws {
        #expect(try await store.members.all().map(\.name) == ["Sekretær", "Zenia", "Ærlig", "Ågot", "Aase"])
        #expect(try await store.members.isEmpty() == false)
    }

    @Test func `everything about a person comes back`() async throws {
        try await store.members.add(
            Organisation(
                id: OrganisationID("org-x"), name: "Æbeltoft Kommune", shortName: "Æbeltoft", kind: .municipality,
                isPartner: true))
        let person = Member(
            id: MemberID("p-ny"), name: "Søren Ørsted", initials: "SØ", email: "soren@demo.invalid",
            organisation: OrganisationID("org-x"), title: "Indkøber", isSecretariat: false)

        try await store.members.add(person, by: SmallWorkspace.secretary, at: noon)

        #expect(try await store.members.member(person.id) == person)
        #expect(try await store.members.organisation(OrganisationID("org-x"))?.shortName == "Æbeltoft")
        #expect(try await store.members.organisations().count == 1)
    }

    @Test(arguments: [
        (MemberID("p-medlem"), "andet@demo.invalid", nil, StoreError.duplicate),
        (MemberID("p-andet"), "p-medlem@demo.invalid", nil, .duplicate),
        (MemberID("p-andet"), "P-Medlem@Demo.Invalid", nil, .duplicate),
        (MemberID("p-andet"), "andet@demo.invalid", OrganisationID("org-ukendt"), .notFound),
    ])
    func `a person who cannot be added leaves nothing behind`(
        id: MemberID, email: String, organisation: OrganisationID?, expected: StoreError
    ) async throws {
        let before = try await store.journal.newest(1)
        let person = Member(id: id, name: "Ny", initials: "N", email: email, organisation: organisation)

        await #expect(throws: expected) { try await store.members.add(person, by: nil, at: noon) }

        #expect(try await store.members.all().count == 5)
        #expect(try await store.journal.newest(1) == before)
    }

    @Test func `credentials are found by an address in any case, once there is a password`() async throws {
        let email = "P-MEDLEM@demo.invalid"
        #expect(try await store.members.credentials(email: email) == nil)

        try await store.members.setPassword(
            hash: "scrypt$1", of: SmallWorkspace.member, by: SmallWorkspace.member, at: noon)

        let found = try await store.members.credentials(email: email)
        #expect(found?.member.id == SmallWorkspace.member)
        #expect(found?.passwordHash == "scrypt$1")
        #expect(try await store.members.credentials(email: "ukendt@demo.invalid") == nil)
        #expect(try await store.members.credentials(email: "%") == nil)
    }

    @Test func `nobody unknown gets a password`() async throws {
        await #expect(throws: StoreError.notFound) {
            try await store.members.setPassword(
                hash: "x", of: MemberID("p-ukendt"), by: SmallWorkspace.member, at: noon)
        }
    }

    @Test func `a new password ends the logins made with the old one`() async throws {
        try await store.logins.begin(token: [1], member: SmallWorkspace.member, at: noon)
        try await store.logins.begin(token: [2], member: SmallWorkspace.chair, at: noon)

        try await store.members.setPassword(
            hash: "x", of: SmallWorkspace.member, by: SmallWorkspace.member, at: noon)

        #expect(try await store.logins.login(token: [1], at: noon) == nil)
        #expect(try await store.logins.login(token: [2], at: noon) != nil)
    }

    @Test func `the same password hashed anew ends no login and is no event`() async throws {
        try await store.members.setPassword(
            hash: "scrypt$1", of: SmallWorkspace.member, by: SmallWorkspace.member, at: noon)
        try await store.logins.begin(token: [1], member: SmallWorkspace.member, at: noon)
        let before = try await store.journal.newest(1)

        try await store.members.replaceHash("scrypt$1", of: SmallWorkspace.member, with: "scrypt$2")
        try await store.members.replaceHash("scrypt$1", of: SmallWorkspace.member, with: "scrypt$3")

        let found = try await store.members.credentials(email: "p-medlem@demo.invalid")
        #expect(found?.passwordHash == "scrypt$2", "only the hash that was verified is replaced")
        #expect(try await store.logins.login(token: [1], at: noon) != nil)
        #expect(try await store.journal.newest(1) == before)
    }
}

import Store
import Testing
import Workspace

@Suite struct InvitationStoreTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let noon = SmallWorkspace.noon
    private let token: [UInt8] = Array(0..<32)
    private let newcomer = Member(id: MemberID("p-ny"), name: "Ny", initials: "N", email: "ny@demo.invalid")

    init() async throws { workspace = try await SmallWorkspace() }

    @Test func `the first person in becomes Secretariat and can log in`() async throws {
        try await store.invitations.issueSetup(token: token, at: noon)
        #expect(try await store.invitations.purpose(ofToken: token, at: noon) == .setup)

        try await store.invitations.setUp(token: token, member: newcomer, passwordHash: "hash", at: noon)

        #expect(try await store.members.member(newcomer.id)?.isSecretariat == true)
        #expect(try await store.members.credentials(email: newcomer.email)?.passwordHash == "hash")
    }

    @Test func `a token works once`() async throws {
        try await store.invitations.issueSetup(token: token, at: noon)
        try await store.invitations.setUp(token: token, member: newcomer, passwordHash: "hash", at: noon)
        let second = Member(id: MemberID("p-to"), name: "To", initials: "T", email: "to@demo.invalid")

        await #expect(throws: StoreError.tokenNotValid) {
            try await store.invitations.setUp(token: token, member: second, passwordHash: "hash", at: noon)
        }

        #expect(try await store.invitations.purpose(ofToken: token, at: noon) == nil)
        #expect(try await store.members.member(second.id) == nil)
    }

    @Test func `a token that failed to add a person is not spent`() async throws {
        try await store.invitations.issueSetup(token: token, at: noon)
        var taken = newcomer
        taken.email = "p-medlem@demo.invalid"

        await #expect(throws: StoreError.duplicate) {
            try await store.invitations.setUp(token: token, member: taken, passwordHash: "hash", at: noon)
        }

        #expect(try await store.invitations.purpose(ofToken: token, at: noon) == .setup)
    }

    @Test func `a newer setup address replaces the one before`() async throws {
        try await store.invitations.issueSetup(token: token, at: noon)
        try await store.invitations.issueSetup(token: [1], at: noon)

        #expect(try await store.invitations.purpose(ofToken: token, at: noon) == nil)
        #expect(try await store.invitations.purpose(ofToken: [1], at: noon) == .setup)
    }

    @Test(arguments: [
        (-1, false), (0, true), (InvitationStore.longestValidity - 1, true), (InvitationStore.longestValidity, false),
    ])
    func `an invitation holds for seven days`(later: Int64, isValid: Bool) async throws {
        try await store.invitations.issue(
            token: token, for: SmallWorkspace.member, by: SmallWorkspace.secretary, at: noon)

        let purpose = try await store.invitations.purpose(ofToken: token, at: noon.advanced(byMilliseconds: later))

        #expect(purpose == (isValid ? .password(SmallWorkspace.member) : nil))
    }

    @Test func `an invited person sets a password, once`() async throws {
        try await store.invitations.issue(
            token: token, for: SmallWorkspace.member, by: SmallWorkspace.secretary, at: noon)

        let member = try await store.invitations.accept(token: token, passwordHash: "mit", at: noon)

        #expect(member == SmallWorkspace.member)
        #expect(try await store.members.credentials(email: "p-medlem@demo.invalid")?.passwordHash == "mit")
        await #expect(throws: StoreError.tokenNotValid) {
            try await store.invitations.accept(token: token, passwordHash: "dit", at: noon)
        }
        #expect(try await store.members.credentials(email: "p-medlem@demo.invalid")?.passwordHash == "mit")
    }

    @Test func `tokens of one purpose do not serve another, nor do unknown ones`() async throws {
        try await store.invitations.issueSetup(token: [1], at: noon)
        try await store.invitations.issue(
            token: [2], for: SmallWorkspace.member, by: SmallWorkspace.secretary, at: noon)

        await #expect(throws: StoreError.tokenNotValid) {
            try await store.invitations.accept(token: [1], passwordHash: "x", at: noon)
        }
        for token: [UInt8] in [[2], [3], []] {
            await #expect(throws: StoreError.tokenNotValid) {
                try await store.invitations.setUp(token: token, member: newcomer, passwordHash: "x", at: noon)
            }
        }
        #expect(try await store.members.member(newcomer.id) == nil)
    }
}

import Testing
import Workspace

@testable import Store

@Suite struct LoginStoreTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let noon = SmallWorkspace.noon
    private let token: [UInt8] = Array(0..<32)

    init() async throws {
        workspace = try await SmallWorkspace()
        try await workspace.store.logins.begin(token: token, member: SmallWorkspace.member, at: noon)
    }

    @Test func `a token leads to its member and no other does`() async throws {
        #expect(try await store.logins.login(token: token, at: noon)?.member == SmallWorkspace.member)
        for other: [UInt8] in [[], [0], token + [0], token.reversed()] {
            #expect(try await store.logins.login(token: other, at: noon) == nil)
        }
    }

    @Test func `the token itself is not in the store`() async throws {
        let found = try await store.worker.read { [token] database throws(StoreError) in
            try database.number("SELECT count(*) FROM login WHERE tokenHash = ?", .blob(token))
        }

        #expect(found == 0)
    }

    @Test(arguments: [(0, true), (LoginStore.idleLimit - 1, true), (LoginStore.idleLimit, false)])
    func `a login that nobody uses is over after eight hours`(later: Int64, isValid: Bool) async throws {
        let login = try await store.logins.login(token: token, at: noon.advanced(byMilliseconds: later))

        #expect((login != nil) == isValid)
    }

    @Test func `use keeps a login alive, but not beyond seven days`() async throws {
        var time = noon
        let end = noon.advanced(byMilliseconds: LoginStore.absoluteLimit)
        while time < end {
            #expect(try await store.logins.login(token: token, at: time) != nil)
            time = time.advanced(byMilliseconds: LoginStore.idleLimit / 2)
        }

        #expect(try await store.logins.login(token: token, at: end) == nil)
    }

    @Test func `a login that was over stays over when the clock goes back`() async throws {
        let late = noon.advanced(byMilliseconds: LoginStore.idleLimit)
        #expect(try await store.logins.login(token: token, at: late) == nil)

        #expect(try await store.logins.login(token: token, at: noon) == nil)
    }

    @Test func `a socket that is used keeps its login alive, and one that is not does not`() async throws {
        let login = try #require(try await store.logins.login(token: token, at: noon))
        let evening = noon.advanced(byMilliseconds: LoginStore.idleLimit)
        func goesOn(use: Timestamp, at time: Timestamp) async throws -> Bool {
            try await store.logins.goesOn(login.id, of: SmallWorkspace.member, use: use, at: time)
        }

        #expect(try await goesOn(use: evening.advanced(byMilliseconds: -1), at: evening))
        #expect(try await store.logins.login(token: token, at: evening) != nil)
        let night = evening.advanced(byMilliseconds: LoginStore.idleLimit)
        #expect(try await !goesOn(use: noon, at: night))
        #expect(try await store.logins.login(token: token, at: noon) == nil)
    }

    @Test func `no socket keeps a login beyond seven days, nor one that has ended`() async throws {
        let login = try #require(try await store.logins.login(token: token, at: noon))
        let end = noon.advanced(byMilliseconds: LoginStore.absoluteLimit)

        #expect(
            try await !store.logins.goesOn(login.id, of: SmallWorkspace.member, use: end, at: end))
        #expect(
            try await !store.logins.goesOn(login.id, of: SmallWorkspace.member, use: noon, at: noon))
    }

    @Test func `logging off ends one login, and twice is no fault`() async throws {
        try await store.logins.begin(token: [9], member: SmallWorkspace.member, at: noon)

        try await store.logins.end(token: token, at: noon)
        try await store.logins.end(token: token, at: noon)

        #expect(try await store.logins.login(token: token, at: noon) == nil)
        #expect(try await store.logins.login(token: [9], at: noon) != nil)
        let events = try await store.journal.entries(of: SmallWorkspace.member.rawValue).map(\.event)
        #expect(events.suffix(3) == [.loggedIn, .loggedIn, .loggedOut])
    }

    @Test func `members end their own logins and nobody else's`() async throws {
        let login = try #require(try await store.logins.logins(of: SmallWorkspace.member).first)
        await #expect(throws: StoreError.notFound) {
            try await store.logins.end(login.id, of: SmallWorkspace.chair, at: noon)
        }
        #expect(try await store.logins.login(token: token, at: noon) != nil)

        try await store.logins.end(login.id, of: SmallWorkspace.member, at: noon)

        #expect(try await store.logins.login(token: token, at: noon) == nil)
        #expect(try await store.logins.logins(of: SmallWorkspace.member).isEmpty)
    }

    @Test func `a token cannot be given twice, and not to someone unknown`() async throws {
        await #expect(throws: StoreError.duplicate) {
            try await store.logins.begin(token: token, member: SmallWorkspace.chair, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.logins.begin(token: [5], member: MemberID("p-ukendt"), at: noon)
        }
    }
}

import Crypto
import Dispatch
import Testing
import Workspace

@testable import App

struct LoginTests {
    private func form(_ email: String, _ password: String) -> [(name: String, value: String)] {
        [("email", email), ("password", password), ("next", "/groups/ag-moebler")]
    }

    @Test
    func `the right password gives a cookie that only the browser can read and leads on`() async throws {
        let site = try await Site()

        let answer = try await site.post("/login", form("Member@Demo.invalid", Site.password))

        #expect(answer.status == 303)
        #expect(answer.location == "/groups/ag-moebler")
        let cookie = try #require(answer.cookies.first)
        #expect(cookie.hasPrefix("udkast="))
        #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
        #expect(cookie.dropFirst(7).prefix { $0 != ";" }.count == 43)
        #expect(!answer.text.contains(String(cookie.dropFirst(7).prefix(43))))
    }

    @Test
    func `a password stored at a lower cost is stored at today's, and other browsers stay`() async throws {
        let site = try await Site()
        // Python: hashlib.scrypt(b"pleaseletmein", salt=b"SodiumChloride", n=16384, r=8, p=1, dklen=32).
        let digest = Hex.decode("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")!
        let weak =
            "$scrypt$ln=14,r=8,p=1$\(Base64URL.encode(Array("SodiumChloride".utf8)))$\(Base64URL.encode(digest))"
        try await site.store.members.setPassword(
            hash: weak, of: Person.member.id, by: Person.member.id, at: site.now)
        try await site.store.logins.begin(token: [1], member: Person.member.id, at: site.now)

        let answer = try await site.post("/login", form("member@demo.invalid", "pleaseletmein"))

        #expect(answer.status == 303)
        let stored = try #require(try await site.store.members.credentials(email: "member@demo.invalid")).passwordHash
        #expect(!Password.needsRehash(stored))
        #expect(try await site.store.logins.login(token: [1], at: site.now) != nil)
    }

    @Test
    func `behind TLS the cookie is bound to the host and never sent in the clear`() async throws {
        let site = try await Site(origins: ["https://udkast.example.dk"])

        let answer = try await site.post(
            "/login", form("member@demo.invalid", Site.password), headers: [("Origin", "https://udkast.example.dk")])

        let cookie = try #require(answer.cookies.first)
        #expect(cookie.hasPrefix("__Host-udkast="))
        #expect(cookie.contains("; Secure"))
        #expect(!cookie.contains("Domain"))
        #expect(answer.headers["strict-transport-security"] == "max-age=63072000")
    }

    @Test
    func `an unknown address and a wrong password are answered in the same words`() async throws {
        let site = try await Site()

        let wrong = try await site.post("/login", form("member@demo.invalid", "forkert kodeord"))
        let unknown = try await site.post("/login", form("ukendt@demo.invalid", "forkert kodeord"))

        #expect(wrong.status == 422)
        #expect(wrong.text.contains("E-mail eller adgangskode er forkert"))
        #expect(
            wrong.text.replacing("member@demo.invalid", with: "")
                == unknown.text.replacing("ukendt@demo.invalid", with: ""))
        #expect(unknown.status == 422)
        #expect(wrong.cookies.isEmpty)
    }

    @Test
    func `nobody is sent to another site after logging on`() async throws {
        let site = try await Site()

        for next in ["https://ond.example", "//ond.example", "/\\ond.example", "ond", "/a\r\nSet-Cookie: x=1"] {
            let fields = [("email", "member@demo.invalid"), ("password", Site.password), ("next", next)]
            let answer = try await site.post("/login", fields.map { (name: $0.0, value: $0.1) })
            #expect(answer.location == "/", "\(next)")
        }
    }

    @Test
    func `many wrong attempts from one address are put off, and the right password works afterwards`() async throws {
        let site = try await Site()
        for number in 0..<LoginThrottle.freePerAddress {
            site.application.throttle.withLock {
                $0.failed(account: "gæt\(number)", address: "127.0.0.1", at: site.now)
            }
        }

        let refused = try await site.post("/login", form("member@demo.invalid", Site.password))
        site.wait(milliseconds: LoginThrottle.longestRefusal)
        let allowed = try await site.post("/login", form("member@demo.invalid", Site.password))

        #expect(refused.status == 429)
        #expect(refused.headers["retry-after"] == "1")
        #expect(allowed.status == 303)
    }

    @Test
    func `behind a proxy one visitor's wrong passwords put nobody else off`() async throws {
        let site = try await Site(origins: ["https://udkast.example.dk"], proxies: ["127.0.0.1"])
        func logOn(from address: String) async throws -> Int {
            try await site.post(
                "/login", form("member@demo.invalid", Site.password),
                headers: [("Origin", "https://udkast.example.dk"), ("X-Forwarded-For", address)]
            ).status
        }
        for number in 0..<LoginThrottle.freePerAddress {
            site.application.throttle.withLock {
                $0.failed(account: "gæt\(number)", address: "198.51.100.7", at: site.now)
            }
        }

        #expect(try await logOn(from: "198.51.100.7") == 429)
        #expect(try await logOn(from: "203.0.113.9, 198.51.100.7") == 429)
        #expect(try await logOn(from: "198.51.100.7, 203.0.113.9") == 303)
    }

    @Test
    func `logging off ends the login, its sockets and the cookie`() async throws {
        let site = try await Site()
        let token = SecureRandom.bytes(32)
        try await site.store.logins.begin(token: token, member: Person.member.id, at: site.now)
        let cookie = ("Cookie", "udkast=\(Base64URL.encode(token))")

        let answer = try await site.post("/logout", headers: [("Origin", "http://127.0.0.1:8080"), cookie])

        #expect(answer.cookies.first?.contains("Max-Age=0") == true)
        #expect(site.rooms.calls.contains { $0.what == "login ended" })
        #expect(try await site.get("/", headers: [cookie]).status == 303)
    }

    @Test
    func `demo people are offered on this machine only, each with a form of their own`() async throws {
        let site = try await Site(demoPassword: Site.password)

        let here = try await site.get("/login")
        let proxied = try await site.get("/login", headers: [("X-Forwarded-For", "10.0.0.7")])
        let plain = try await Site().get("/login")

        #expect(here.text.contains("value=\"chair@demo.invalid\""))
        #expect(here.text.contains(Site.password))
        #expect(!proxied.text.contains("chair@demo.invalid"))
        #expect(!plain.text.contains("chair@demo.invalid"))
    }

    // MARK: Invitations

    @Test
    func `an invited person chooses a password once, and looking at the link uses nothing up`() async throws {
        let site = try await Site()
        let created = try await site.post(
            "/administration/members",
            [("name", "Ny Kollega"), ("email", "ny@demo.invalid"), ("organisation", "org-aeroe")], as: .secretariat)
        let address = try #require(created.text.firstMatch(of: /http:\/\/127\.0\.0\.1:8080(\/setup\/[\w-]+)/)?.output.1)
        let path = String(address)

        let looked = [try await site.get(path), try await site.get(path)]
        let weak = try await site.post(path, [("password", "kort")])
        let first = try await site.post(path, [("password", "en lang sætning om stole")])
        let second = try await site.post(path, [("password", "en anden sætning om borde")])

        #expect(looked.map(\.status) == [200, 200])
        #expect(weak.status == 422)
        #expect(first.status == 303)
        #expect(first.cookies.count == 1)
        #expect(second.status == 404)
        #expect(try await site.post("/login", form("ny@demo.invalid", "en lang sætning om stole")).status == 303)
    }

    @Test
    func `a new link replaces the old password and the browsers that were let in by it`() async throws {
        let site = try await Site()
        let token = SecureRandom.bytes(32)
        try await site.store.logins.begin(token: token, member: Person.member.id, at: site.now)
        let page = try await site.post("/administration/members/p-member/invitation", as: .secretariat)
        let path = String(try #require(page.text.firstMatch(of: /:8080(\/setup\/[\w-]+)/)?.output.1))

        let answer = try await site.post(path, [("password", "en helt ny sætning")])

        #expect(answer.status == 303)
        #expect(site.rooms.calls.contains { $0.what == "login ended" })
        #expect(
            try await site.get("/", headers: [("Cookie", "udkast=\(Base64URL.encode(token))")]).status == 303)
        #expect(try await site.post("/login", form("member@demo.invalid", Site.password)).status == 422)
        #expect(try await site.post("/administration/members/p-ingen/invitation", as: .secretariat).status == 404)
    }

    @Test(arguments: [
        ("", Phrase.passwordTooShort), ("elleve tegn", .passwordTooShort), ("aaaaaaaaaaaaaa", .passwordTooCommon),
        ("123456789012", .passwordTooCommon), ("formandformand", .passwordTooCommon),
        (String(repeating: "langt kodeord ", count: 30), .passwordTooLong),
    ])
    func `a password that is short, long or easily guessed is refused`(password: String, expected: Phrase) {
        #expect(PasswordRule.problem(with: password, email: "formand@demo.invalid") == expected)
    }
}

struct PasswordDeskTests {
    @Test
    func `a flood of logins is turned away, not queued`() async throws {
        let desk = PasswordDesk(lanes: 1)
        let gate = DispatchSemaphore(value: 0)
        async let queued: Void = withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<PasswordDesk.longestQueue {
                group.addTask { try await desk.run { gate.wait() } }
            }
            try await group.waitForAll()
        }
        while desk.waiting < PasswordDesk.longestQueue { await Task.yield() }

        await #expect(throws: PageProblem.tooManyRequests(seconds: 5)) { try await desk.run {} }

        for _ in 0..<PasswordDesk.longestQueue { gate.signal() }
        try await queued
        #expect(desk.waiting == 0)
        try await desk.run {}
    }
}

struct LoginThrottleTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    @Test
    func `an account is slowed down step by step but never refused`() {
        var throttle = LoginThrottle()
        var waits: [Int64] = []

        for number in 0..<9 {
            waits.append(throttle.wait(forAccount: "a", at: start))
            throttle.failed(account: "a", address: "address \(number)", at: start)
        }

        #expect(waits == [0, 0, 0, 500, 1_000, 2_000, 4_000, 4_000, 4_000])
        #expect(throttle.wait(forAccount: "b", at: start) == 0)
        #expect(throttle.refusal(ofAddress: "address 1", at: start) == nil)
    }

    @Test
    func `wrong attempts are forgotten with time and after a right one`() {
        var throttle = LoginThrottle()
        for _ in 0..<6 { throttle.failed(account: "a", address: "x", at: start) }

        #expect(throttle.wait(forAccount: "a", at: start.advanced(byMilliseconds: 6 * LoginThrottle.fadingTime)) == 0)
        throttle.succeeded(account: "a")
        #expect(throttle.wait(forAccount: "a", at: start) == 0)
    }

    @Test
    func `invented names cannot fill the memory, and the latest are remembered`() {
        var throttle = LoginThrottle()
        for number in 0..<(LoginThrottle.capacity + 10) {
            let time = start.advanced(byMilliseconds: Int64(number))
            for _ in 0..<4 { throttle.failed(account: "\(number)", address: "x", at: time) }
        }
        let end = start.advanced(byMilliseconds: Int64(LoginThrottle.capacity + 10))

        #expect(throttle.wait(forAccount: "\(LoginThrottle.capacity + 9)", at: end) > 0)
        #expect(throttle.wait(forAccount: "0", at: end) == 0)
    }
}

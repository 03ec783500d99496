import Crypto
import Store
import WebServer
import Workspace

extension Application {
    static let memberRoutes: [Route] = [
        .anyone("GET", "/login") { try await $0.showLogin($1) },
        .anyone("POST", "/login") { try await $0.logOn($1) },
        .anyone("POST", "/logout") { try await $0.logOff($1) },
        .anyone("POST", "/language") { try await $0.chooseLanguage($1) },
        .anyone("GET", "/setup/:token") { try await $0.showSetUp($1, form: FormState()) },
        .anyone("POST", "/setup/:token") { try await $0.setUp($1) },
    ]

    // MARK: Logging on

    private func showLogin(_ visit: Visit<Anyone>) async throws -> Reply {
        let next = ownPath(visit.request.queryValue("next") ?? "/")
        if visit.insider != nil { return redirect(to: next) }
        return try await loginPage(visit, form: FormState(), next: next)
    }

    private func loginPage(_ visit: Visit<Anyone>, form: FormState, next: String) async throws -> Reply {
        let content = LoginPage(
            language: visit.language, form: form, next: next,
            hasLoggedOff: visit.request.queryValue("receipt") == "off", demo: try await demoOffer(to: visit)
        ).html
        return page(
            visit, member: nil, title: visit.language(.logOn), layout: .narrow, status: form.isValid ? 200 : 422,
            content)
    }

    /// Answers alike in words and in time for an address that nobody has and for a wrong password (requirements S7).
    private func logOn(_ visit: Visit<Anyone>) async throws -> Reply {
        var form = try visit.form()
        let email = form["email"].lowercased()
        let password = form.untouched("password")
        guard let credentials = try await credentials(email: email, password: password, visit) else {
            form.refuse("form", .wrongLogin)
            return try await loginPage(visit, form: form, next: ownPath(form["next"]))
        }
        // When the desk has too much to do, there is time for it at the next login.
        if Password.needsRehash(credentials.passwordHash), let stronger = try? await passwords.hash(password) {
            try await store.members.replaceHash(
                credentials.passwordHash, of: credentials.member.id, with: stronger)
        }
        return try await beginLogin(of: credentials.member.id, visit, next: ownPath(form["next"]))
    }

    /// Compares a password, as slowly as earlier wrong ones ask for.
    ///
    /// - Returns: Whose it is; nil for a wrong password and for an address that nobody has, after the same time.
    func credentials<Subject>(
        email: String, password: String, _ visit: Visit<Subject>
    ) async throws -> (member: Member, passwordHash: String)? {
        let address = visit.request.peerAddress
        if let end = throttle.withLock({ $0.refusal(ofAddress: address, at: visit.now) }) {
            throw PageProblem.tooManyRequests(seconds: visit.now.seconds(until: end))
        }
        let wait = throttle.withLock { $0.wait(forAccount: email, at: visit.now) }
        if wait > 0 { try await Task.sleep(for: .milliseconds(wait)) }
        let credentials = try await store.members.credentials(email: email)
        let isRight = try await passwords.verify(password, against: credentials?.passwordHash)
        guard isRight, let credentials else {
            throttle.withLock { $0.failed(account: email, address: address, at: visit.now) }
            try await store.journal.add(
                .loginRefused, of: credentials?.member.id.rawValue ?? "-", by: nil, at: visit.now)
            return nil
        }
        throttle.withLock { $0.succeeded(account: email) }
        return credentials
    }

    /// A new login has a new token, also in a browser that had one: whoever planted the old one gains nothing.
    func beginLogin(of member: MemberID, _ visit: Visit<Anyone>, next: String) async throws -> Reply {
        if let old = visit.insider { try await end(old.login, visit) }
        let token = SecureRandom.bytes(32)
        try await store.logins.begin(token: token, member: member, at: visit.now)
        var response = Response.redirect(to: next)
        setLoginCookie(token, in: &response, for: visit.request)
        return .response(response)
    }

    private func logOff(_ visit: Visit<Anyone>) async throws -> Reply {
        if let insider = visit.insider { try await end(insider.login, visit) }
        var response = Response.redirect(to: "/login?receipt=off")
        setLoginCookie(nil, in: &response, for: visit.request)
        return .response(response)
    }

    private func end(_ login: Login, _ visit: Visit<Anyone>) async throws {
        try await store.logins.end(login.id, of: login.member, at: visit.now)
        rooms.loginEnded(login.id)
    }

    private func chooseLanguage(_ visit: Visit<Anyone>) async throws -> Reply {
        let form = try visit.form()
        guard let language = Language(rawValue: form["language"]) else { throw PageProblem.badRequest }
        var response = Response.redirect(to: ownPath(form["next"]))
        setLanguageCookie(language, in: &response, for: visit.request)
        return .response(response)
    }

    // MARK: Demo people

    private func demoOffer(
        to visit: Visit<Anyone>
    ) async throws -> (password: String, groups: [LoginPage.DemoGroup])? {
        guard let password = configuration.demoPassword, visit.request.isLoopback else { return nil }
        var roles: [MemberID: [(group: Group, role: Role)]] = [:]
        for group in try await store.groups.all() {
            for (member, role) in try await store.groups.memberships(of: group.id) {
                roles[member.id, default: []].append((group, role))
            }
        }
        var offered: [Role?: [(member: Member, detail: String)]] = [:]
        for member in try await store.members.all() {
            let own = roles[member.id] ?? []
            let highest: Role? = member.isSecretariat ? .secretariat : own.map(\.role).max { $0.rank < $1.rank }
            offered[highest, default: []].append((member, own.map(\.group.name).joined(separator: ", ")))
        }
        let headings: [(Role?, Phrase)] = [
            (.chair, .demoChairs), (.member, .demoMembers), (.secretariat, .demoSecretariat),
            (.observer, .demoObservers), (nil, .demoOthers),
        ]
        return (password, headings.map { LoginPage.DemoGroup(title: $1, members: offered[$0] ?? []) })
    }

    // MARK: Setting up

    private func showSetUp(_ visit: Visit<Anyone>, form: FormState) async throws -> Reply {
        guard let token = Base64URL.decode(visit.parameters["token"]),
            let purpose = try await store.invitations.purpose(ofToken: token, at: visit.now)
        else { return try await setUpGone(visit) }
        let content = SetUpPage(
            language: visit.language, form: form, token: visit.parameters["token"],
            invited: try await invited(by: purpose)
        ).html
        return page(
            visit, member: nil, title: visit.language(.setUpTitle), layout: .narrow, status: form.isValid ? 200 : 422,
            content)
    }

    private func invited(by purpose: InvitationStore.Purpose) async throws -> Member? {
        switch purpose {
        case .setup: nil
        case .password(let id): try await store.members.member(id)
        }
    }

    private func setUpGone(_ visit: Visit<Anyone>) async throws -> Reply {
        let content = ErrorPage(
            language: visit.language, title: .setUpGoneTitle, text: .setUpGone, isLoggedOn: visit.insider != nil
        ).html
        return page(
            visit, member: visit.insider?.member, title: visit.language(.setUpGoneTitle), layout: .narrow, status: 404,
            content)
    }

    private func setUp(_ visit: Visit<Anyone>) async throws -> Reply {
        guard let token = Base64URL.decode(visit.parameters["token"]),
            let purpose = try await store.invitations.purpose(ofToken: token, at: visit.now)
        else { return try await setUpGone(visit) }
        var form = try visit.form()
        let password = form.untouched("password")
        let invited = try await invited(by: purpose)
        let newcomer = invited == nil ? NewMember.read(from: &form) : nil
        if let problem = PasswordRule.problem(with: password, email: invited?.email ?? form["email"]) {
            form.refuse("password", problem)
        }
        guard form.isValid else { return try await showSetUp(visit, form: form) }
        let hash = try await passwords.hash(password)
        var earlier: [Login] = []
        if let invited { earlier = try await store.logins.logins(of: invited.id) }
        let member: MemberID
        do throws(StoreError) {
            if let newcomer {
                try await store.invitations.setUp(token: token, member: newcomer, passwordHash: hash, at: visit.now)
                member = newcomer.id
            } else {
                member = try await store.invitations.accept(token: token, passwordHash: hash, at: visit.now)
            }
        } catch {
            guard error == .tokenNotValid else { throw error }
            return try await setUpGone(visit)
        }
        // The store has ended the logins that were made with an earlier password.
        for login in earlier { rooms.loginEnded(login.id) }
        return try await beginLogin(of: member, visit, next: "/")
    }
}

extension Role {
    /// How much a role can do, for putting someone who has several under the greatest.
    fileprivate var rank: Int {
        switch self {
        case .observer: 0
        case .member: 1
        case .chair: 2
        case .secretariat: 3
        }
    }
}

extension Timestamp {
    /// Whole seconds from here to a later moment, at least 1.
    fileprivate func seconds(until end: Timestamp) -> Int {
        max(1, Int((end.milliseconds - milliseconds + 999) / 1_000))
    }
}

import Store
import WebServer
import Workspace

extension Application {
    static let accessRoutes: [Route] = [
        .insider("GET", "/logins") { try await $0.showLogins($1, form: FormState()) },
        .insider("POST", "/logins/:login/end") { try await $0.endLogin($1) },
        .insider("POST", "/password") { try await $0.changePassword($1) },
    ]

    private func showLogins(_ visit: Visit<Insider>, form: FormState) async throws -> Reply {
        let content = LoginsPage(
            language: visit.language, form: form,
            hasChangedPassword: visit.request.queryValue("receipt") == "password",
            logins: try await store.logins.logins(of: visit.member.id), current: visit.login.id
        ).html
        return page(
            visit, member: visit.member, title: visit.language(.myLogins), status: form.isValid ? 200 : 422, content)
    }

    private func endLogin(_ visit: Visit<Insider>) async throws -> Reply {
        let id = visit.parameters["login"]
        try await store.logins.end(id, of: visit.member.id, at: visit.now)
        rooms.loginEnded(id)
        return redirect(to: "/logins")
    }

    /// Ends all logins with the old password, this browser's too, which gets a new one at once.
    private func changePassword(_ visit: Visit<Insider>) async throws -> Reply {
        var form = try visit.form()
        let password = form.untouched("password")
        if let problem = PasswordRule.problem(with: password, email: visit.member.email) {
            form.refuse("password", problem)
        } else if try await credentials(
            email: visit.member.email, password: form.untouched("current"), visit) == nil
        {
            form.refuse("current", .wrongPassword)
        }
        guard form.isValid else { return try await showLogins(visit, form: form) }
        let logins = try await store.logins.logins(of: visit.member.id)
        let id = visit.member.id
        let hash = try await passwords.hash(password)
        try await store.members.setPassword(hash: hash, of: id, by: id, at: visit.now)
        for login in logins { rooms.loginEnded(login.id) }
        return try await beginLogin(of: id, visit.with(Anyone(insider: nil)), next: "/logins?receipt=password")
    }
}

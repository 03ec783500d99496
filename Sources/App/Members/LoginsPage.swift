import Markup
import Store
import Workspace

/// A member's own access: the password, and the logins, one line a browser, each of which can be ended.
struct LoginsPage {
    let language: Language
    let form: FormState
    let hasChangedPassword: Bool
    /// The newest first.
    let logins: [Login]
    /// `Login.id` of the browser that asks.
    let current: String

    var html: HTML {
        HTML {
            pageHead(language(.myLogins)) {
                element("p", ["class": "lead"]) { language(.myLoginsExplanation) }
            }
            if hasChangedPassword {
                alert(.success) { element("p") { language(.passwordChanged) } }
            }
            element("ul", ["class": "rows"]) {
                for login in logins {
                    element("li", ["class": "row"]) {
                        element("div", ["class": "row-main"]) {
                            element("p") { "\(language(.loginStarted)) \(login.startedAt.formatted(in: language))" }
                            element("p", ["class": "note"]) {
                                "\(language(.loginLastSeen)) \(login.lastSeenAt.formatted(in: language))"
                            }
                        }
                        element("div", ["class": "row-side"]) { side(of: login) }
                    }
                }
            }
            card(language(.changePassword), id: "password") {
                element("p") { language(.changePasswordExplanation) }
                postForm(to: "/password") {
                    let fields = FormFields(language: language, state: form)
                    fields.text("current", .currentPassword, type: "password", autocomplete: "current-password")
                    fields.text(
                        "password", .newPassword, type: "password", hint: .passwordHint, autocomplete: "new-password")
                    submitButton(language(.changePassword))
                }
            }
        }
    }

    @HTMLBuilder private func side(of login: Login) -> HTML {
        if login.id == current {
            tag(language(.thisLogin), .information)
        } else {
            postForm(to: "/logins/\(login.id)/end", class: nil) {
                submitButton(
                    language(.endLogin),
                    describedAs: "\(language(.endLogin)): \(login.startedAt.formatted(in: language))")
            }
        }
    }
}

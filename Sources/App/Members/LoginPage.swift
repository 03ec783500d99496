import Markup
import Workspace

/// Where people log on. In a demo on the machine itself, the demo people stand below with one button each.
struct LoginPage {
    /// Demo people that belong together, with a heading.
    struct DemoGroup: Sendable {
        let title: Phrase
        let members: [(member: Member, detail: String)]
    }

    let language: Language
    let form: FormState
    /// Where to go afterwards: a path of ours.
    let next: String
    let hasLoggedOff: Bool
    /// Nil where no demo people are offered.
    let demo: (password: String, groups: [DemoGroup])?

    var html: HTML {
        HTML {
            pageHead(language(.logOn))
            if hasLoggedOff {
                alert(.success) { element("p") { language(.loggedOff) } }
            }
            postForm(to: "/login") {
                let fields = FormFields(language: language, state: form)
                fields.summary()
                element("input", ["type": "hidden", "name": "next", "value": next])
                fields.text("email", .email, type: "email", autocomplete: "username")
                fields.text("password", .password, type: "password", autocomplete: "current-password")
                submitButton(language(.logOn), look: "primary")
            }
            if let demo {
                card(language(.demoLoginTitle), id: "demo") {
                    element("p") {
                        language(.demoLoginExplanation) + " "
                        element("code") { demo.password }
                        "."
                    }
                    for group in demo.groups where !group.members.isEmpty { demoGroup(group, demo.password) }
                }
            }
        }
    }

    private func demoGroup(_ group: DemoGroup, _ password: String) -> HTML {
        HTML {
            element("h3") { language(group.title) }
            element("ul", ["class": "rows"]) {
                for (member, detail) in group.members {
                    element("li", ["class": "row"]) {
                        element("div", ["class": "row-main"]) {
                            element("p", ["class": "row-title"]) { member.name }
                            element("p", ["class": "note"]) { detail }
                        }
                        postForm(to: "/login", class: "row-side") {
                            element("input", ["type": "hidden", "name": "next", "value": next])
                            element("input", ["type": "hidden", "name": "email", "value": member.email])
                            element("input", ["type": "hidden", "name": "password", "value": password])
                            submitButton(
                                language(.logOn), describedAs: language(.logOnAs(member.name)))
                        }
                    }
                }
            }
        }
    }
}

/// Where an invited person gives a name and a password.
struct SetUpPage {
    let language: Language
    let form: FormState
    let token: String
    /// Nil for the very first member, who gives name and address too.
    let invited: Member?

    var html: HTML {
        HTML {
            pageHead(language(.setUpTitle)) {
                element("p", ["class": "lead"]) { language(.setUpExplanation) }
                if invited == nil { element("p") { language(.setUpSecretariat) } }
            }
            postForm(to: "/setup/\(token)") {
                let fields = FormFields(language: language, state: form)
                fields.summary()
                if let invited {
                    facts([
                        (language(.name), HTML(text: invited.name)), (language(.email), HTML(text: invited.email)),
                    ])
                } else {
                    fields.text("name", .name, autocomplete: "name")
                    fields.text("email", .email, type: "email", autocomplete: "username")
                }
                fields.text(
                    "password", .choosePassword, type: "password", hint: .passwordHint, autocomplete: "new-password")
                submitButton(language(.createAccount), look: "primary")
            }
        }
    }
}

import Markup
import Workspace

/// Who is in a group and as what, with a form for each.
struct GroupMembersPage {
    let language: Language
    let group: Group
    let memberships: [(member: Member, role: Role)]
    /// Those who are not in the group, in Danish order of names.
    let others: [Member]
    let form: FormState

    var html: HTML {
        HTML {
            pageHead(language(.manageMembers), eyebrow: group.name)
            FormFields(language: language, state: form).summary()
            element("ul", ["class": "rows", "aria-label": language(.members)]) {
                for (member, role) in memberships {
                    element("li", ["class": "row"]) {
                        element("div", ["class": "row-main"]) {
                            element("p", ["class": "row-title"]) { member.name }
                            element("p", ["class": "note"]) { member.email }
                        }
                        element("div", ["class": "row-side"]) {
                            roleForm(member, role)
                            withdrawalForm(member)
                        }
                    }
                }
            }
            card(language(.giveRole), id: "give-role") {
                postForm(to: "/groups/\(group.id)/members") {
                    let fields = FormFields(language: language, state: form)
                    fields.choice("member", .chooseMember, others.map { ($0.id.rawValue, "\($0.name) (\($0.email))") })
                    fields.choice("role", .role, roles)
                    submitButton(language(.giveRole), look: "primary")
                }
            }
        }
    }

    private var roles: [(value: String, text: String)] {
        [Role.member, .chair, .observer, .secretariat].map { ($0.rawValue, language($0.phrase)) }
    }

    private func roleForm(_ member: Member, _ current: Role) -> HTML {
        postForm(to: "/groups/\(group.id)/members", class: "cluster") {
            element("input", ["type": "hidden", "name": "member", "value": member.id.rawValue])
            element("select", ["name": "role", "aria-label": language(.changeRole(of: member.name))]) {
                for role in roles {
                    element("option", ["value": role.value, "selected": flag(role.value == current.rawValue)]) {
                        role.text
                    }
                }
            }
            submitButton(language(.changeRole), describedAs: language(.changeRole(of: member.name)))
        }
    }

    private func withdrawalForm(_ member: Member) -> HTML {
        postForm(to: "/groups/\(group.id)/members/\(member.id)/withdrawal", class: nil) {
            submitButton(
                language(.withdrawRole), look: "danger", describedAs: language(.withdrawRole(from: member.name)))
        }
    }
}

import Markup
import Workspace

/// The Secretariat's overview: all users and all groups, and the forms that make new ones.
struct AdministrationPage {
    let language: Language
    /// In Danish order of names.
    let members: [Member]
    let organisations: [Organisation]
    let groups: [Group]
    /// What was refused, by form: `member` or `group`.
    let forms: [String: FormState]

    var html: HTML {
        HTML {
            pageHead(language(.administration))
            card(language(.groups), id: "groups") {
                element("ul", ["class": "rows"]) {
                    for group in groups {
                        element("li", ["class": "row"]) {
                            link(group.name, to: "/groups/\(group.id)/members", class: "row-title row-main")
                            tag(language(group.state.phrase), .information)
                        }
                    }
                }
                disclosure("group", .createGroup) { groupForm }
            }
            card(language(.users), id: "users") {
                disclosure("member", .createMember) { memberForm }
                table(
                    caption: language(.users), headings: [.name, .email, .organisation, .actions].map { language($0) },
                    rows: members.map { member in
                        [member.name, member.email, organisationName(of: member)].map { HTML(text: $0) }
                            + [invitationForm(member)]
                    })
            }
        }
    }

    private func organisationName(of member: Member) -> String {
        organisations.first { $0.id == member.organisation }?.name ?? ""
    }

    private func disclosure(_ form: String, _ label: Phrase, @HTMLBuilder _ content: () -> HTML) -> HTML {
        element("details", ["open": flag(forms[form] != nil)]) {
            element("summary") { language(label) }
            content()
        }
    }

    /// For someone whose link has expired or who has forgotten the password.
    private func invitationForm(_ member: Member) -> HTML {
        postForm(to: "/administration/members/\(member.id)/invitation", class: nil) {
            submitButton(
                language(.newInvitation), look: "quiet", describedAs: language(.newInvitation(for: member.name)))
        }
    }

    private var memberForm: HTML {
        let fields = FormFields(language: language, state: forms["member"] ?? FormState(), prefix: "member-")
        return postForm(to: "/administration/members") {
            element("p") { language(.createMemberExplanation) }
            fields.text("name", .name)
            fields.text("email", .email, type: "email")
            fields.choice(
                "organisation", .organisation,
                [("", language(.none))] + organisations.map { ($0.id.rawValue, $0.name) })
            fields.text("title", .jobTitle, isRequired: false)
            fields.tick("secretariat", .isSecretariat)
            submitButton(language(.createMember), look: "primary")
        }
    }

    private var groupForm: HTML {
        let fields = FormFields(language: language, state: forms["group"] ?? FormState(), prefix: "group-")
        return postForm(to: "/administration/groups") {
            fields.text("name", .groupName)
            fields.choice(
                "kind", .groupKind,
                [
                    (Group.Kind.newTarget.rawValue, language(.groupNew)),
                    (Group.Kind.revision.rawValue, language(.groupRevision)),
                ])
            submitButton(language(.createGroup), look: "primary")
        }
    }
}

/// Shown once: the address that lets a user in to choose a password.
struct InvitationPage {
    let language: Language
    let title: String
    let member: Member
    /// The whole address, with scheme and host.
    let address: String

    var html: HTML {
        HTML {
            pageHead(title)
            alert(.success) {
                element("p") { language(.invitationExplanation) }
            }
            facts([
                (language(.name), HTML(text: member.name)),
                (language(.email), HTML(text: member.email)),
                (language(.invitationLink), element("code", ["data-invitation": ""]) { address }),
            ])
            element("p") { link(language(.administration), to: "/administration") }
        }
    }
}

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

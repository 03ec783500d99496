import Markup
import Workspace

/// The Secretariat's overview: all users, groups and organisations, and the forms that make new ones.
struct AdministrationPage {
    let language: Language
    /// In Danish order of names.
    let members: [Member]
    let organisations: [Organisation]
    let groups: [Group]
    /// What was refused, by form: `member`, `group` or `organisation`.
    let forms: [String: FormState]

    var html: HTML {
        HTML {
            pageHead(language(.administration)) {
                element("p") { link(language(.journal), to: "/administration/journal") }
            }
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
            card(language(.organisations), id: "organisations") {
                disclosure("organisation", .createOrganisation) { organisationForm }
                if !organisations.isEmpty {
                    table(
                        caption: language(.organisations),
                        headings: [.name, .organisationKind, .isPartner].map { language($0) },
                        rows: organisations.map { organisation in
                            [
                                organisation.name, language(organisation.kind.phrase),
                                language(organisation.isPartner ? .yes : .no),
                            ].map { HTML(text: $0) }
                        })
                }
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

    private var organisationForm: HTML {
        let state = forms["organisation"] ?? FormState()
        let fields = FormFields(language: language, state: state, prefix: "organisation-")
        return postForm(to: "/administration/organisations") {
            fields.text("name", .name)
            fields.text("shortName", .shortName)
            fields.choice(
                "kind", .organisationKind, Organisation.Kind.allCases.map { ($0.rawValue, language($0.phrase)) })
            fields.tick("partner", .isPartner)
            submitButton(language(.createOrganisation))
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

extension Organisation.Kind {
    var phrase: Phrase {
        switch self {
        case .municipality: .kindMunicipality
        case .region: .kindRegion
        case .state: .kindState
        case .education: .kindEducation
        case .purchasingBody: .kindPurchasingBody
        case .fictional: .kindFictional
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
            ])
            element("div", ["class": "form-field"]) {
                element("label", ["for": "invitation"]) { language(.invitationLink) }
                element("input", ["type": "text", "id": "invitation", "readonly": "", "value": address])
            }
            element("p") { link(language(.administration), to: "/administration") }
        }
    }
}

import Crypto
import Store
import WebServer
import Workspace

extension Application {
    static let administrationRoutes: [Route] =
        groupRoutes + [
            .secretariat("GET", "/administration") { try await $0.showAdministration($1, forms: [:]) },
            .secretariat("GET", "/administration/journal") { try await $0.showJournal($1) },
            .secretariat("POST", "/administration/members") { try await $0.createMember($1) },
            .secretariat("POST", "/administration/members/:member/invitation") { try await $0.inviteAgain($1) },
            .secretariat("POST", "/administration/groups") { try await $0.createGroup($1) },
            .secretariat("POST", "/administration/organisations") { try await $0.createOrganisation($1) },
            .group("GET", "/groups/:group/members", to: .administerGroup, else: .administrationForbidden) {
                try await $0.showMembers($1, form: FormState())
            },
            .group("POST", "/groups/:group/members", to: .administerGroup, else: .administrationForbidden) {
                try await $0.setRole($1)
            },
            .group(
                "POST", "/groups/:group/members/:member/withdrawal", to: .administerGroup,
                else: .administrationForbidden
            ) { try await $0.withdrawRole($1) },
        ]

    // MARK: Users and groups

    private func showAdministration(_ visit: Visit<Insider>, forms: [String: FormState]) async throws -> Reply {
        let content = AdministrationPage(
            language: visit.language, members: try await store.members.all(),
            organisations: try await store.members.organisations(), groups: try await store.groups.all(), forms: forms
        ).html
        return page(
            visit, member: visit.member, title: visit.language(.administration), status: forms.isEmpty ? 200 : 422,
            content)
    }

    private func showJournal(_ visit: Visit<Insider>) async throws -> Reply {
        let content = JournalPage(
            language: visit.language, entries: try await store.journal.newest(JournalPage.length),
            people: try await people(visit.language)
        ).html
        let administration = PageFrame.Crumb(
            text: visit.language(.administration), address: "/administration")
        return page(
            visit, member: visit.member, title: visit.language(.journal), crumbs: [administration], layout: .wide,
            content)
    }

    private func createMember(_ visit: Visit<Insider>) async throws -> Reply {
        var form = try visit.form()
        guard let member = NewMember.read(from: &form) else {
            return try await showAdministration(visit, forms: ["member": form])
        }
        do throws(StoreError) {
            try await store.members.add(member, by: visit.member.id, at: visit.now)
        } catch {
            switch error {
            case .duplicate: form.refuse("email", .emailTaken)
            case .notFound: form.refuse("organisation", .noSuchOrganisation)
            default: throw error
            }
            return try await showAdministration(visit, forms: ["member": form])
        }
        return try await invite(member, visit, title: .invitationTitle)
    }

    private func inviteAgain(_ visit: Visit<Insider>) async throws -> Reply {
        guard let member = try await store.members.member(MemberID(visit.parameters["member"])) else {
            throw PageProblem.notFound
        }
        return try await invite(member, visit, title: .newInvitation(for: member.name))
    }

    /// Issues an address for a member and shows it, this once; earlier ones stop working.
    private func invite(_ member: Member, _ visit: Visit<Insider>, title: Phrase) async throws -> Reply {
        let token = SecureRandom.bytes(32)
        try await store.invitations.issue(token: token, for: member.id, by: visit.member.id, at: visit.now)
        let origin = "\(isSecure(visit.request) ? "https" : "http")://\(visit.request.authority)"
        let content = InvitationPage(
            language: visit.language, title: visit.language(title), member: member,
            address: "\(origin)/setup/\(Base64URL.encode(token))"
        ).html
        return page(visit, member: visit.member, title: visit.language(title), layout: .narrow, content)
    }

    private func createGroup(_ visit: Visit<Insider>) async throws -> Reply {
        var form = try visit.form()
        let name = form.requiredText("name", atMost: 200)
        guard let kind = Group.Kind(rawValue: form["kind"]) else { throw PageProblem.badRequest }
        guard form.isValid else { return try await showAdministration(visit, forms: ["group": form]) }
        let group = Group(id: GroupID(randomID(prefix: "ag")), name: name, kind: kind)
        try await store.groups.add(group, by: visit.member.id, at: visit.now)
        return redirect(to: "/groups/\(group.id)/members")
    }

    private func createOrganisation(_ visit: Visit<Insider>) async throws -> Reply {
        var form = try visit.form()
        let name = form.requiredText("name", atMost: 200)
        let shortName = form.requiredText("shortName", atMost: 60)
        guard let kind = Organisation.Kind(rawValue: form["kind"]) else { throw PageProblem.badRequest }
        if try await store.members.organisations().contains(where: { $0.name == name }) {
            form.refuse("name", .organisationTaken)
        }
        guard form.isValid else { return try await showAdministration(visit, forms: ["organisation": form]) }
        try await store.members.add(
            Organisation(
                id: OrganisationID(randomID(prefix: "org")), name: name, shortName: shortName, kind: kind,
                isPartner: form.isTicked("partner")))
        return redirect(to: "/administration#organisations")
    }

    // MARK: Roles

    private func showMembers(_ visit: Visit<GroupInsider>, form: FormState) async throws -> Reply {
        let memberships = try await store.groups.memberships(of: visit.group.id)
        let insiders = Set(memberships.map(\.member.id))
        let content = GroupMembersPage(
            language: visit.language, group: visit.group, memberships: memberships,
            others: try await store.members.all().filter { !insiders.contains($0.id) }, form: form
        ).html
        return page(
            visit, member: visit.member, title: visit.language(.manageMembers), crumbs: [crumb(visit.group)],
            status: form.isValid ? 200 : 422, content)
    }

    private func setRole(_ visit: Visit<GroupInsider>) async throws -> Reply {
        var form = try visit.form()
        let role = Role(rawValue: form["role"])
        if role == nil { form.refuse("role", .noSuchRole) }
        let member = try await store.members.member(MemberID(form["member"]))
        if member == nil { form.refuse("member", .noSuchMember) }
        guard let role, let member else { return try await showMembers(visit, form: form) }
        try await store.groups.set(
            Membership(group: visit.group.id, member: member.id, role: role), by: visit.member.id, at: visit.now)
        try await roleChanged(of: member.id, in: visit.group.id, to: role)
        return redirect(to: "/groups/\(visit.group.id)/members")
    }

    private func withdrawRole(_ visit: Visit<GroupInsider>) async throws -> Reply {
        let member = MemberID(visit.parameters["member"])
        try await store.groups.endMembership(of: member, in: visit.group.id, by: visit.member.id, at: visit.now)
        // The Secretariat serves every group, also one whose list it is no longer on.
        let remaining = try await store.groups.role(of: member, in: visit.group.id)
        try await roleChanged(of: member, in: visit.group.id, to: remaining)
        return redirect(to: "/groups/\(visit.group.id)/members")
    }
}

import Store
import WebServer
import Workspace

extension Application {
    static let groupRoutes: [Route] = [
        .insider("GET", "/") { try await $0.showGroups($1) },
        .group("GET", "/groups/:group", to: .read, else: .mayNotRead) { try await $0.showGroup($1) },
    ]

    private func showGroups(_ visit: Visit<Insider>) async throws -> Reply {
        var entries: [GroupsPage.Entry] = []
        for (group, role) in try await store.groups.groups(of: visit.member.id) {
            let targets = try await store.documents.records(of: group.id).filter { $0.kind == .target }
            entries.append(
                GroupsPage.Entry(
                    group: group, role: role,
                    targets: targets.map { "\($0.number.map { "\($0) " } ?? "")\($0.title)" },
                    nextMeeting: try await store.meetings.next(of: group.id, on: visit.today),
                    openActions: try await store.meetings.openActionItems(of: group.id).count))
        }
        let content = GroupsPage(language: visit.language, member: visit.member, entries: entries)
        return page(visit, member: visit.member, title: content.title, content.html)
    }

    private func showGroup(_ visit: Visit<GroupInsider>) async throws -> Reply {
        let documents = try await store.documents.records(of: visit.group.id)
        var targets: [GroupPage.Target] = []
        for document in documents where document.kind == .target {
            targets.append(
                GroupPage.Target(
                    document: document, standing: try await standing(of: document),
                    openThreads: try await store.comments.openCount(of: document.id)))
        }
        let meetings = try await store.meetings.meetings(of: visit.group.id)
        let memberships = try await store.groups.memberships(of: visit.group.id)
        let actions = try await store.meetings.openActionItems(of: visit.group.id)
        let content = GroupPage(
            language: visit.language, group: visit.group, role: visit.role, targets: targets,
            termsOfReference: documents.filter { $0.kind == .termsOfReference },
            meetings: meetings.sorted { $0.day < $1.day },
            openActions: actions.compactMap { item in
                meetings.first { $0.id == item.meeting }.map { GroupPage.Action(item: item, meeting: $0) }
            },
            memberships: memberships, people: try await people(visit.language),
            organisations: try await organisations(), today: visit.today
        ).html
        return page(visit, member: visit.member, title: visit.group.name, layout: .wide, content)
    }

    // MARK: What several pages need

    /// Everyone by id, for names on a page. A store has hundreds of members, not millions.
    func people(_ language: Language) async throws -> People {
        People(try await store.members.all(), language: language)
    }

    func organisations() async throws -> [OrganisationID: Organisation] {
        Dictionary(uniqueKeysWithValues: try await store.members.organisations().map { ($0.id, $0) })
    }

    func standing(of document: DocumentRecord) async throws -> VersionStanding {
        VersionStanding(
            latest: try await store.reviews.latest(of: document.id),
            liveHash: try await rooms.content(of: document.id).hash)
    }

    func crumb(_ group: Group) -> PageFrame.Crumb {
        PageFrame.Crumb(text: group.name, address: "/groups/\(group.id)")
    }

    func crumb(_ document: DocumentRecord) -> PageFrame.Crumb {
        PageFrame.Crumb(text: document.title, address: VersionsPage.address(of: document))
    }
}

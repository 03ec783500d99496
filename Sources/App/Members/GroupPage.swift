import Markup
import Workspace

/// A group's home: what is in work, what is next, who is in it.
struct GroupPage {
    struct Target: Sendable {
        let document: DocumentRecord
        let standing: VersionStanding
        let openThreads: Int
    }

    struct Action: Sendable {
        let item: ActionItem
        let meeting: Meeting
    }

    let language: Language
    let group: Group
    let role: Role
    let targets: [Target]
    let termsOfReference: [DocumentRecord]
    /// By date.
    let meetings: [Meeting]
    let openActions: [Action]
    /// Chair, members, Secretariat, observers, each in Danish order of names.
    let memberships: [(member: Member, role: Role)]
    let people: People
    let organisations: [OrganisationID: Organisation]
    let today: Day

    private var nextMeeting: Meeting? { meetings.first { $0.day >= today } }

    var html: HTML {
        HTML {
            pageHead(group.name, eyebrow: language(group.kind == .revision ? .groupRevision : .groupNew)) {
                element("p") {
                    tag(language(group.state.phrase), .information)
                    " "
                    tag("\(language(.yourRole)): \(language(role.phrase))")
                }
            }
            element("div", ["class": "columns"]) {
                element("div") {
                    targetsCard
                    actionsCard
                    meetingsCard
                    membersCard
                }
                element("div") {
                    nextMeetingCard
                    termsCard
                    milestonesCard
                }
            }
        }
    }

    // MARK: Targets

    private var targetsCard: HTML {
        card(language(.targetsInWork), id: "targets") {
            if targets.isEmpty { element("p") { language(.noTargets) } }
            element("ul", ["class": "rows"]) {
                for target in targets { row(target) }
            }
            if role.can(.administerGroup) {
                element("p") { link(language(.createTarget), to: "/groups/\(group.id)/targets/new", class: "button") }
            }
        }
    }

    private func row(_ target: Target) -> HTML {
        let number = target.document.number.map { "\($0) " } ?? ""
        return element("li", ["class": "row"]) {
            element("div", ["class": "row-main"]) {
                link(number + target.document.title, to: "/documents/\(target.document.id)", class: "row-title")
                element("p", ["class": "note"]) { language(.threadCount(open: target.openThreads)) }
            }
            element("div", ["class": "row-side"]) {
                target.standing.mark(in: language)
                link(language(.versions), to: "/documents/\(target.document.id)/versions")
            }
        }
    }

    // MARK: Meetings and actions

    private var nextMeetingCard: HTML {
        card(language(.nextMeeting), id: "next-meeting") {
            if let meeting = nextMeeting {
                element("p") { link("\(meeting.number). \(meeting.title)", to: "/meetings/\(meeting.id)") }
                element("p") { "\(meeting.day.formattedWithWeekday(in: language)) \(meeting.hours(in: language))" }
                element("p") { meeting.place }
            } else {
                element("p") { language(.noNextMeeting) }
            }
            if role.can(.recordMeeting) {
                element("p") { link(language(.newMeeting), to: "/groups/\(group.id)/meetings/new", class: "button") }
            }
        }
    }

    private var meetingsCard: HTML {
        card(language(.meetings), id: "meetings") {
            element("ul", ["class": "rows"]) {
                for meeting in meetings.reversed() {
                    element("li", ["class": "row"]) {
                        element("div", ["class": "row-main"]) {
                            link(
                                "\(meeting.number). \(meeting.title)", to: "/meetings/\(meeting.id)", class: "row-title"
                            )
                            element("p", ["class": "note"]) { meeting.day.formatted(in: language) }
                        }
                        element("div", ["class": "row-side"]) {
                            tag(language(meeting.minutesStatus.phrase), meeting.minutesStatus.tone)
                        }
                    }
                }
            }
        }
    }

    private var actionsCard: HTML {
        card(language(.openActions), id: "actions") {
            if openActions.isEmpty {
                element("p") { language(.noOpenActions) }
            } else {
                table(
                    caption: language(.openActions),
                    headings: [.actionItem, .responsible, .deadline, .meeting].map { language($0) },
                    rows: openActions.map(row))
            }
        }
    }

    private func row(_ action: Action) -> [HTML] {
        [
            HTML(text: "\(action.item.label) \(action.item.text)"),
            HTML(text: people.name(of: action.item.responsible)),
            HTML {
                if let deadline = action.item.deadline {
                    time(deadline.formatted(in: language), iso: deadline.iso8601)
                    if action.item.isOverdue(on: today) {
                        " "
                        tag(language(.overdue), .warning)
                    }
                }
            },
            link(language(.meetingNumber(action.meeting.number)), to: "/meetings/\(action.meeting.id)"),
        ]
    }

    // MARK: People and plan

    private var membersCard: HTML {
        card(language(.members), id: "members") {
            table(
                caption: language(.members),
                headings: [.name, .organisation, .role].map { language($0) },
                rows: memberships.map { member, role in
                    let organisation = member.organisation.flatMap { organisations[$0]?.name } ?? ""
                    return [member.name, organisation, language(role.phrase)].map { HTML(text: $0) }
                })
            if role.can(.administerGroup) {
                element("p") { link(language(.manageMembers), to: "/groups/\(group.id)/members", class: "button") }
            }
        }
    }

    @HTMLBuilder private var termsCard: HTML {
        if !termsOfReference.isEmpty || role.can(.administerGroup) {
            card(language(.termsOfReference), id: "terms") {
                for document in termsOfReference {
                    element("p") { link(document.title, to: "/documents/\(document.id)") }
                }
                if termsOfReference.isEmpty {
                    postForm(to: "/groups/\(group.id)/terms", class: nil) { submitButton(language(.createTerms)) }
                }
            }
        }
    }

    @HTMLBuilder private var milestonesCard: HTML {
        if !group.milestones.isEmpty {
            card(language(.milestones), id: "milestones") {
                element("ol", ["class": "milestones"]) {
                    for milestone in group.milestones {
                        element("li", ["data-state": milestone.status.rawValue]) {
                            element("span") { milestone.name }
                            " "
                            time(milestone.day.formatted(in: language), iso: milestone.day.iso8601)
                            " "
                            tag(language(milestone.status.phrase), milestone.status.tone)
                        }
                    }
                }
                if !group.caseNumber.isEmpty {
                    element("p", ["class": "note"]) { "\(language(.caseNumber)): \(group.caseNumber)" }
                }
            }
        }
    }
}

extension Milestone.Status {
    var phrase: Phrase {
        switch self {
        case .planned: .milestonePlanned
        case .underway: .milestoneCurrent
        case .reached: .milestoneReached
        }
    }

    var tone: Tone? {
        switch self {
        case .planned: nil
        case .underway: .information
        case .reached: .success
        }
    }
}

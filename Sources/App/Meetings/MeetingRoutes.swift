import Markup
import Merge
import RichText
import Store
import Sync
import WebServer
import Workspace

extension Application {
    static let meetingRoutes: [Route] = [
        .group("GET", "/groups/:group/meetings/new", to: .recordMeeting, else: .mayNotCallMeeting) {
            try await $0.showNewMeeting($1, form: FormState())
        },
        .group("POST", "/groups/:group/meetings", to: .recordMeeting, else: .mayNotCallMeeting) {
            try await $0.callMeeting($1)
        },
        .meeting("GET", "/meetings/:meeting", to: .read, else: .mayNotRead) {
            try await $0.showMeeting($1, forms: [:])
        },
        .meeting("POST", "/meetings/:meeting/attendance", to: .recordMeeting, else: .mayNotRecord) {
            try await $0.recordAttendance($1)
        },
        .meeting("POST", "/meetings/:meeting/decisions", to: .recordMeeting, else: .mayNotRecord) {
            try await $0.recordDecision($1)
        },
        .meeting("POST", "/meetings/:meeting/actions", to: .recordMeeting, else: .mayNotRecord) {
            try await $0.recordAction($1)
        },
        .meeting("POST", "/meetings/:meeting/actions/:ordinal/closing", to: .recordMeeting, else: .mayNotRecord) {
            try await $0.closeAction($1)
        },
        .meeting("POST", "/meetings/:meeting/minutes-status", to: .recordMeeting, else: .mayNotRecord) {
            try await $0.moveMinutes($1)
        },
    ]

    // MARK: A new meeting

    private func showNewMeeting(_ visit: Visit<GroupInsider>, form: FormState) async throws -> Reply {
        let content = NewMeetingPage(
            language: visit.language, group: visit.group, form: form,
            people: try await store.groups.memberships(of: visit.group.id).map { ($0.member.id, $0.member.name) }
                .sortedInDanish(by: \.name)
        ).html
        return page(
            visit, member: visit.member, title: visit.language(.newMeeting), crumbs: [crumb(visit.group)],
            layout: .narrow, status: form.isValid ? 200 : 422, content)
    }

    private func callMeeting(_ visit: Visit<GroupInsider>) async throws -> Reply {
        var form = try visit.form()
        let members = Set(try await store.groups.memberships(of: visit.group.id).map(\.member.id))
        let number = (try await store.meetings.meetings(of: visit.group.id).map(\.number).max() ?? 0) + 1
        guard let meeting = NewMeeting.read(from: &form, group: visit.group.id, number: number, members: members) else {
            return try await showNewMeeting(visit, form: form)
        }
        try await store.meetings.call(meeting, by: visit.member.id, at: visit.now)
        try await write(NewMeeting.agenda(of: meeting), to: meeting.id, by: visit.member.id, at: visit.now)
        return redirect(to: "/meetings/\(meeting.id)")
    }

    // MARK: The meeting's page

    /// - Parameter forms: What was refused, by form, to be shown again.
    private func showMeeting(_ visit: Visit<MeetingInsider>, forms: [String: FormState]) async throws -> Reply {
        let content = try await rooms.content(of: visit.document.id)
        let access = visit.document.access(as: visit.role)
        let memberships = try await store.groups.memberships(of: visit.group.id)
        let paper = MinutesPaper(
            content: content, language: visit.language, isEditable: access == .edit,
            people: memberships.map { ($0.member.id, $0.member.name) })
        let panel = MeetingPanel(
            language: visit.language, meeting: visit.meeting, role: visit.role,
            guests: try await guests(of: visit.meeting, memberships),
            organisationsPresent: try await store.meetings.representedOrganisations(at: visit.meeting.id),
            decisions: try await store.meetings.decisions(of: visit.meeting.id),
            actions: try await store.meetings.actionItems(of: visit.meeting.id),
            people: try await people(visit.language), criteria: try await criteria(of: visit.group.id),
            items: paper.outline, today: visit.today, forms: forms)
        let reader = DocumentInsider(
            member: visit.member, login: visit.login, group: visit.group, role: visit.role, document: visit.document)
        return desk(
            visit.with(reader), content: content, access: access, kind: .meetingNumber(visit.meeting.number),
            state: tag(visit.language(visit.meeting.minutesStatus.phrase), visit.meeting.minutesStatus.tone),
            outline: panel.outline, paper: panel.before + paper.html + panel.after,
            comments: try await threadList(visit.with(reader), content: content, outline: paper.outline))
    }

    /// Everyone in the group, and those from outside who were noted as guests.
    private func guests(
        of meeting: Meeting, _ memberships: [(member: Member, role: Role)]
    ) async throws -> [MeetingPanel.Guest] {
        let noted = try await store.meetings.attendance(of: meeting.id)
        let insiders = memberships.map { member, role in
            let attendance = noted.first { $0.member.id == member.id }?.attendance
            return MeetingPanel.Guest(
                member: member, capacity: attendance?.capacity ?? Attendance.Capacity(role),
                presence: attendance?.presence)
        }
        let outsiders = noted.filter { entry in !memberships.contains { $0.member.id == entry.member.id } }.map {
            MeetingPanel.Guest(member: $0.member, capacity: $0.attendance.capacity, presence: $0.attendance.presence)
        }
        return (insiders + outsiders).sortedInDanish(by: \.member.name)
    }

    /// The criteria of a group's targets, with number and title.
    private func criteria(of group: GroupID) async throws -> [(id: String, title: String)] {
        var criteria: [(id: String, title: String)] = []
        for document in try await store.documents.records(of: group) where document.kind == .target {
            let content = try await rooms.content(of: document.id)
            criteria += TargetPaper.numberedCriteria(of: content).map { id, number in
                (id, "\(number) \(content.text(id, "titel"))")
            }
        }
        return criteria
    }

    // MARK: Records

    private func recordAttendance(_ visit: Visit<MeetingInsider>) async throws -> Reply {
        try refuseApproved(visit)
        let form = try visit.form()
        let memberships = try await store.groups.memberships(of: visit.group.id)
        for guest in try await guests(of: visit.meeting, memberships) {
            let presence = Attendance.Presence(rawValue: form["presence:\(guest.member.id)"])
            guard let presence, presence != guest.presence else { continue }
            try await store.meetings.record(
                Attendance(
                    meeting: visit.meeting.id, member: guest.member.id, capacity: guest.capacity, presence: presence),
                by: visit.member.id, at: visit.now)
        }
        return changed(visit, at: "attendance")
    }

    private func recordDecision(_ visit: Visit<MeetingInsider>) async throws -> Reply {
        try refuseApproved(visit)
        var form = try visit.form()
        let text = form.requiredText("text", atMost: 4_000)
        guard form.isValid else { return try await showMeeting(visit, forms: ["decision": form]) }
        _ = try await store.meetings.recordDecision(
            at: visit.meeting.id, item: try await item(in: form, visit), text: text,
            criterion: try await criterion(in: form, visit),
            agreement: Decision.Agreement(rawValue: form["agreement"]) ?? .consensus, by: visit.member.id, at: visit.now
        )
        return changed(visit, at: "decisions")
    }

    private func recordAction(_ visit: Visit<MeetingInsider>) async throws -> Reply {
        try refuseApproved(visit)
        var form = try visit.form()
        let text = form.requiredText("text", atMost: 4_000)
        let deadline = Day(iso8601: form["deadline"])
        if !form["deadline"].isEmpty, deadline == nil { form.refuse("deadline", .dateInvalid) }
        let memberships = try await store.groups.memberships(of: visit.group.id)
        let responsible = try await guests(of: visit.meeting, memberships).map(\.member.id)
            .first { $0.rawValue == form["responsible"] }
        guard let responsible else {
            form.refuse("responsible", .noSuchMember)
            return try await showMeeting(visit, forms: ["action": form])
        }
        guard form.isValid else { return try await showMeeting(visit, forms: ["action": form]) }
        _ = try await store.meetings.recordActionItem(
            at: visit.meeting.id, item: try await item(in: form, visit), text: text, responsible: responsible,
            deadline: deadline, criterion: try await criterion(in: form, visit), by: visit.member.id, at: visit.now)
        return changed(visit, at: "actions")
    }

    private func closeAction(_ visit: Visit<MeetingInsider>) async throws -> Reply {
        guard let ordinal = Int(visit.parameters["ordinal"]) else { throw PageProblem.notFound }
        do throws(StoreError) {
            try await store.meetings.closeActionItem(
                ordinal, of: visit.meeting.id, on: visit.today, by: visit.member.id, at: visit.now)
        } catch {
            // Closed by someone else meanwhile: it is as it was to become.
            guard error == .actionItemIsSettled else { throw error }
        }
        return changed(visit, at: "actions")
    }

    /// Takes the minutes one step on: draft, circulated, approved. Approved minutes are frozen for everyone.
    private func moveMinutes(_ visit: Visit<MeetingInsider>) async throws -> Reply {
        var meeting = visit.meeting
        switch (meeting.minutesStatus, Meeting.MinutesStatus(rawValue: try visit.form()["status"])) {
        case (.draft, .circulated):
            meeting.minutesStatus = .circulated
            meeting.minutesSentOn = visit.today
        case (.circulated, .approved):
            meeting.minutesStatus = .approved
            meeting.minutesApprovedOn = visit.today
        default:
            throw PageProblem.conflict(.contentChanged)
        }
        try await store.meetings.update(meeting, by: visit.member.id, at: visit.now)
        if meeting.minutesStatus == .approved {
            // Everyone, because the Secretariat may be in the room without being in the group.
            for member in try await store.members.all() {
                rooms.accessChanged(of: member.id, to: .read, in: visit.document.id)
            }
        }
        return changed(visit, at: "facts")
    }

    private func refuseApproved(_ visit: Visit<MeetingInsider>) throws(PageProblem) {
        if visit.meeting.minutesStatus == .approved { throw .forbidden(.minutesAreApproved) }
    }

    /// The agenda item that a record belongs to; nil for none.
    private func item(in form: FormState, _ visit: Visit<MeetingInsider>) async throws -> String? {
        let items = MinutesPaper.items(of: try await rooms.content(of: visit.document.id))
        return items.first { $0 == form["item"] }
    }

    private func criterion(in form: FormState, _ visit: Visit<MeetingInsider>) async throws -> String? {
        if form["criterion"].isEmpty { return nil }
        return try await criteria(of: visit.group.id).first { $0.id == form["criterion"] }?.id
    }

    private func changed(_ visit: Visit<MeetingInsider>, at anchor: String) -> Reply {
        rooms.notify(.meeting, in: visit.document.id)
        return redirect(to: "/meetings/\(visit.meeting.id)#\(anchor)")
    }
}

extension Attendance.Capacity {
    /// What someone is at a meeting because of what they are in the group.
    init(_ role: Role) {
        switch role {
        case .observer: self = .observer
        case .member: self = .member
        case .chair: self = .chair
        case .secretariat: self = .secretariat
        }
    }
}

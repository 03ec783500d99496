import Markup
import Workspace

/// The records of a meeting beside its minutes: facts, attendance, decisions, action items.
///
/// They stand on the same paper as the agenda, so that a meeting has one page from its invitation to its last action.
struct MeetingPanel {
    struct Guest: Sendable {
        let member: Member
        let capacity: Attendance.Capacity
        /// Nil when it has not been said whether they came.
        let presence: Attendance.Presence?
    }

    let language: Language
    let meeting: Meeting
    let role: Role
    let guests: [Guest]
    /// Partner organisations that were represented.
    let organisationsPresent: Int
    let decisions: [Decision]
    let actions: [ActionItem]
    let people: People
    /// What a decision can concern: criteria of the group's targets.
    let criteria: [(id: String, title: String)]
    /// The agenda's items, for decisions and actions to belong to.
    let items: [OutlineEntry]
    let today: Day
    /// What was refused, by form: `decision` or `action`.
    let forms: [String: FormState]

    /// Records can be added and changed until the minutes are approved.
    private var mayRecord: Bool { role.can(.recordMeeting) && meeting.minutesStatus != .approved }

    /// What stands above the agenda.
    var before: HTML { factsSection }

    /// What stands below it.
    var after: HTML {
        HTML {
            attendanceSection
            decisionsSection
            actionsSection
        }
    }

    /// The outline of the whole page: the agenda's items between the records.
    var outline: [OutlineEntry] {
        let after: [(String, Phrase)] = [
            ("attendance", .attendance), ("decisions", .decisions), ("actions", .actionItems),
        ]
        return [OutlineEntry(node: "facts", number: nil, title: language(.meetingFacts))] + items
            + after.map { OutlineEntry(node: $0, number: nil, title: language($1)) }
    }

    private func section(_ id: String, _ title: Phrase, @HTMLBuilder _ content: () -> HTML) -> HTML {
        element("section", ["id": id, "aria-labelledby": "\(id)-heading"]) {
            element("h2", ["id": "\(id)-heading"]) { language(title) }
            content()
        }
    }

    private var factsSection: HTML {
        section("facts", .meetingFacts) {
            facts([
                (
                    language(.date),
                    time(meeting.day.formattedWithWeekday(in: language), iso: meeting.day.iso8601)
                ),
                (language(.time), HTML(text: meeting.hours(in: language))),
                (language(.meetingPlace), HTML(text: meeting.place)),
                (language(.meetingLeader), HTML(text: meeting.chair.map { people.name(of: $0) } ?? "")),
                (language(.minuteTaker), HTML(text: meeting.secretary.map { people.name(of: $0) } ?? "")),
                (language(.minutes), tag(language(meeting.minutesStatus.phrase), meeting.minutesStatus.tone)),
            ])
            if role.can(.recordMeeting) { minutesStep }
        }
    }

    /// The minutes' next step, if there is one.
    @HTMLBuilder private var minutesStep: HTML {
        switch meeting.minutesStatus {
        case .draft: minutesButton(.circulated, .circulateMinutes)
        case .circulated: minutesButton(.approved, .approveMinutes)
        case .approved: HTML()
        }
    }

    private func minutesButton(_ next: Meeting.MinutesStatus, _ label: Phrase) -> HTML {
        postForm(to: "/meetings/\(meeting.id)/minutes-status", class: nil) {
            element("input", ["type": "hidden", "name": "status", "value": next.rawValue])
            submitButton(language(label))
        }
    }

    // MARK: Attendance

    private var attendanceSection: HTML {
        section("attendance", .attendance) {
            element("p") { language(.organisationsPresent(organisationsPresent)) }
            if mayRecord {
                postForm(to: "/meetings/\(meeting.id)/attendance") {
                    element("ul", ["class": "attendance"]) {
                        for guest in guests { element("li") { choice(guest) } }
                    }
                    submitButton(language(.saveAttendance))
                }
            } else {
                element("ul", ["class": "attendance"]) {
                    for guest in guests {
                        element("li") {
                            "\(guest.member.name): \(language(guest.presence?.phrase ?? .attendanceUnknown))"
                        }
                    }
                }
            }
        }
    }

    private func choice(_ guest: Guest) -> HTML {
        element("label", ["class": "small-field"]) {
            element("span") { guest.member.name }
            element("select", ["name": "presence:\(guest.member.id)"]) {
                element("option", ["value": "", "selected": flag(guest.presence == nil)]) {
                    language(.attendanceUnknown)
                }
                for presence in Attendance.Presence.allCases {
                    element("option", ["value": presence.rawValue, "selected": flag(presence == guest.presence)]) {
                        language(presence.phrase)
                    }
                }
            }
        }
    }

    // MARK: Decisions

    private var decisionsSection: HTML {
        section("decisions", .decisions) {
            if decisions.isEmpty { element("p") { language(.noDecisions) } }
            element("ul", ["class": "records"]) {
                for decision in decisions {
                    element("li", ["class": "record", "id": decision.label]) {
                        element("p") {
                            element("strong") { decision.label }
                            " " + decision.text
                        }
                        element("p", ["class": "note"]) { note(on: decision) }
                    }
                }
            }
            if mayRecord {
                element("details", ["open": flag(forms["decision"] != nil)]) {
                    element("summary") { language(.recordDecision) }
                    decisionForm
                }
            }
        }
    }

    private func note(on decision: Decision) -> String {
        let criterion = decision.criterion.map { id in criteria.first { $0.id == id }?.title ?? id }
        return
            ([language(decision.agreement.phrase)]
            + [criterion.map { "\(language(.concerns)) \($0)" }].compactMap(\.self))
            .joined(separator: " · ")
    }

    private var decisionForm: HTML {
        let fields = FormFields(language: language, state: forms["decision"] ?? FormState(), prefix: "decision-")
        return postForm(to: "/meetings/\(meeting.id)/decisions") {
            fields.area("text", .decision)
            itemChoice(fields)
            criterionChoice(fields)
            fields.choice(
                "agreement", .agreement,
                Decision.Agreement.allCases.map { ($0.rawValue, language($0.phrase)) })
            submitButton(language(.recordDecision))
        }
    }

    private func itemChoice(_ fields: FormFields) -> HTML {
        fields.choice(
            "item", .agendaItem,
            [("", language(.notChosen))] + items.map { ($0.node, "\($0.number ?? "") \($0.title)") })
    }

    private func criterionChoice(_ fields: FormFields) -> HTML {
        fields.choice(
            "criterion", .concerns, [("", language(.notChosen))] + criteria.map { ($0.id, $0.title) })
    }

    // MARK: Action items

    private var actionsSection: HTML {
        section("actions", .actionItems) {
            if actions.isEmpty { element("p") { language(.noActions) } }
            element("ul", ["class": "records"]) {
                for action in actions { entry(action) }
            }
            if mayRecord {
                element("details", ["open": flag(forms["action"] != nil)]) {
                    element("summary") { language(.recordAction) }
                    actionForm
                }
            }
        }
    }

    private func entry(_ action: ActionItem) -> HTML {
        element("li", ["class": "record", "id": action.label]) {
            element("p") {
                element("strong") { action.label }
                " " + action.text
            }
            element("p", ["class": "note"]) {
                people.name(of: action.responsible)
                if let deadline = action.deadline { " · \(language(.deadline)) \(deadline.formatted(in: language))" }
                " "
                if action.isOverdue(on: today) {
                    tag(language(.overdue), .warning)
                } else {
                    tag(
                        language(action.status == .open ? .actionOpen : .actionClosed),
                        action.status == .open ? nil : .success)
                }
            }
            if action.status == .open, role.can(.recordMeeting) {
                postForm(to: "/meetings/\(meeting.id)/actions/\(action.ordinal)/closing", class: nil) {
                    submitButton(
                        language(.closeAction), look: "quiet", describedAs: "\(language(.closeAction)) \(action.label)")
                }
            }
        }
    }

    private var actionForm: HTML {
        let fields = FormFields(language: language, state: forms["action"] ?? FormState(), prefix: "action-")
        return postForm(to: "/meetings/\(meeting.id)/actions") {
            fields.area("text", .actionText)
            fields.choice("responsible", .responsible, guests.map { ($0.member.id.rawValue, $0.member.name) })
            fields.text("deadline", .deadline, type: "date", isRequired: false)
            itemChoice(fields)
            criterionChoice(fields)
            submitButton(language(.recordAction))
        }
    }
}

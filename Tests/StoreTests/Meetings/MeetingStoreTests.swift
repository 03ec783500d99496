import Store
import Testing
import Workspace

@Suite struct MeetingStoreTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let noon = SmallWorkspace.noon
    private let meeting = Meeting(
        id: MeetingID("moede-1"), group: SmallWorkspace.group, number: 1, title: "Opstart",
        day: Day(iso8601: "2026-12-01")!, from: ClockTime("10.00")!, to: ClockTime("13.30")!, place: "Online",
        chair: SmallWorkspace.chair, secretary: SmallWorkspace.secretary)

    init() async throws {
        workspace = try await SmallWorkspace()
        try await workspace.store.meetings.call(meeting, by: SmallWorkspace.chair, at: SmallWorkspace.noon)
    }

    @Test func `a meeting comes with a document for its minutes`() async throws {
        #expect(try await store.meetings.meeting(meeting.id) == meeting)
        let record = try #require(try await store.documents.record(meeting.id))
        #expect(record.kind == .minutes && record.group == meeting.group && record.frozenAt == nil)
    }

    @Test(arguments: [("moede-1", 2), ("moede-2", 1), ("maal-test", 2)])
    func `neither the id nor the number of a meeting is given twice`(id: String, number: Int) async throws {
        let second = Meeting(
            id: MeetingID(id), group: meeting.group, number: number, title: "To", day: meeting.day,
            from: meeting.from, to: meeting.to, place: "")

        await #expect(throws: StoreError.duplicate) {
            try await store.meetings.call(second, by: SmallWorkspace.chair, at: noon)
        }

        #expect(try await store.meetings.meetings(of: meeting.group).count == 1)
        #expect(try await store.documents.record(MeetingID("moede-2")) == nil)
    }

    @Test(arguments: [("2026-11-30", true), ("2026-12-01", true), ("2026-12-02", false)])
    func `the next meeting may be today's`(today: String, isFound: Bool) async throws {
        let next = try await store.meetings.next(of: meeting.group, on: Day(iso8601: today)!)

        #expect((next?.id == meeting.id) == isFound)
    }

    @Test func `approving the minutes freezes them, once`() async throws {
        var changed = meeting
        changed.place = "Mødelokale 4"
        changed.minutesStatus = .approved
        changed.minutesApprovedOn = Day(iso8601: "2026-12-15")

        try await store.meetings.update(changed, by: SmallWorkspace.chair, at: noon)
        try await store.meetings.update(changed, by: SmallWorkspace.chair, at: noon.advanced(byMilliseconds: 1))

        #expect(try await store.meetings.meeting(meeting.id) == changed)
        #expect(try await store.documents.record(meeting.id)?.frozenAt == noon)
    }

    @Test func `attendance is what was noted last`() async throws {
        let late = Attendance(
            meeting: meeting.id, member: SmallWorkspace.member, capacity: .member, presence: .partly, items: [2, 4])
        for attendance in [
            Attendance(
                meeting: meeting.id, member: SmallWorkspace.chair, capacity: .chair, presence: .attended),
            Attendance(
                meeting: meeting.id, member: SmallWorkspace.member, capacity: .member, presence: .apologies,
                items: [1]), late,
        ] { try await store.meetings.record(attendance, by: SmallWorkspace.secretary, at: noon) }

        let found = try await store.meetings.attendance(of: meeting.id)

        #expect(found.map(\.member.name) == ["Ågot", "Aase"])
        #expect(found.last?.attendance == late)
        #expect(late.wasPresent)
    }

    @Test func `only partners with a chair or a member there are counted`() async throws {
        let people: [(String, String?, Bool, Attendance.Capacity, Attendance.Presence)] = [
            ("a", "org-1", true, .chair, .attended), ("b", "org-1", true, .member, .attended),
            ("c", "org-2", true, .member, .partly), ("d", "org-3", true, .member, .apologies),
            ("e", "org-4", false, .member, .attended), ("f", "org-5", true, .observer, .attended),
            ("g", nil, true, .member, .attended), ("h", "org-6", true, .secretariat, .attended),
        ]
        for (id, organisation, isPartner, capacity, presence) in people {
            if let organisation, try await store.members.organisation(OrganisationID(organisation)) == nil {
                try await store.members.add(
                    Organisation(
                        id: OrganisationID(organisation), name: organisation, shortName: organisation, kind: .region,
                        isPartner: isPartner))
            }
            let person = Member(
                id: MemberID(id), name: id, initials: id, email: "\(id)@demo.invalid",
                organisation: organisation.map { OrganisationID($0) })
            try await store.members.add(person, by: nil, at: noon)
            try await store.meetings.record(
                Attendance(meeting: meeting.id, member: person.id, capacity: capacity, presence: presence),
                by: SmallWorkspace.secretary, at: noon)
        }

        #expect(try await store.meetings.representedOrganisations(at: meeting.id) == 2)
    }

    @Test func `decisions and action items are numbered by meeting`() async throws {
        for text in ["Vi gør det", "Vi gør det ikke"] {
            try await store.meetings.recordDecision(
                at: meeting.id, item: "pkt-1", text: text, criterion: "krt-1", agreement: .dissent,
                by: SmallWorkspace.secretary, at: noon)
        }
        let action = try await store.meetings.recordActionItem(
            at: meeting.id, item: nil, text: "Ringe", responsible: SmallWorkspace.member,
            deadline: Day(iso8601: "2026-12-10"), by: SmallWorkspace.secretary, at: noon)

        let decisions = try await store.meetings.decisions(of: meeting.id)
        #expect(decisions.map(\.label) == ["B1.1", "B1.2"])
        #expect(decisions.map(\.text) == ["Vi gør det", "Vi gør det ikke"])
        #expect(decisions.map(\.agreement) == [.dissent, .dissent])
        #expect(action.label == "A1.1")
        #expect(try await store.meetings.actionItems(of: meeting.id) == [action])
        #expect(try await store.meetings.openActionItems(of: meeting.group) == [action])
        #expect(action.isOverdue(on: Day(iso8601: "2026-12-11")!))
        #expect(!action.isOverdue(on: Day(iso8601: "2026-12-10")!))
    }

    @Test func `an action item is closed, and opened again, once each`() async throws {
        let action = try await store.meetings.recordActionItem(
            at: meeting.id, item: nil, text: "Ringe", responsible: SmallWorkspace.member, deadline: nil,
            by: SmallWorkspace.secretary, at: noon)
        let day = Day(iso8601: "2026-12-02")!
        await #expect(throws: StoreError.actionItemIsSettled) {
            try await store.meetings.reopenActionItem(1, of: meeting.id, by: SmallWorkspace.member, at: noon)
        }

        try await store.meetings.closeActionItem(1, of: meeting.id, on: day, by: SmallWorkspace.member, at: noon)

        #expect(try await store.meetings.actionItems(of: meeting.id).map(\.closedOn) == [day])
        #expect(try await store.meetings.openActionItems(of: SmallWorkspace.member).isEmpty)
        await #expect(throws: StoreError.actionItemIsSettled) {
            try await store.meetings.closeActionItem(1, of: meeting.id, on: day, by: SmallWorkspace.member, at: noon)
        }
        try await store.meetings.reopenActionItem(1, of: meeting.id, by: SmallWorkspace.member, at: noon)
        #expect(try await store.meetings.openActionItems(of: SmallWorkspace.member) == [action])
    }

    @Test func `records of an unknown meeting are refused`() async throws {
        let unknown = MeetingID("moede-9")
        await #expect(throws: StoreError.notFound) {
            try await store.meetings.recordDecision(
                at: unknown, item: nil, text: "?", by: SmallWorkspace.chair, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.meetings.recordActionItem(
                at: unknown, item: nil, text: "?", responsible: SmallWorkspace.member, deadline: nil,
                by: SmallWorkspace.chair, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.meetings.recordActionItem(
                at: meeting.id, item: nil, text: "?", responsible: MemberID("p-ukendt"), deadline: nil,
                by: SmallWorkspace.chair, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.meetings.closeActionItem(
                7, of: meeting.id, on: meeting.day, by: SmallWorkspace.chair, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.meetings.record(
                Attendance(meeting: unknown, member: SmallWorkspace.chair, capacity: .chair, presence: .attended),
                by: SmallWorkspace.chair, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            var missing = meeting
            missing = Meeting(
                id: unknown, group: missing.group, number: 9, title: "", day: missing.day, from: missing.from,
                to: missing.to, place: "")
            try await store.meetings.update(missing, by: SmallWorkspace.chair, at: noon)
        }
        #expect(try await store.meetings.decisions(of: unknown).isEmpty)
    }
}

import Testing
import Workspace

@Suite struct RoleTests {
    /// Who may do what, written out a second time, so that a slip in the table of rights shows.
    private static let expected: [(action: Action, holders: [Role])] = [
        (.read, [.observer, .member, .chair, .secretariat]),
        (.comment, [.observer, .member, .chair, .secretariat]),
        (.settleThread, [.member, .chair, .secretariat]),
        (.writeTarget, [.member, .chair, .secretariat]),
        (.writeMinutes, [.chair, .secretariat]),
        (.writeTermsOfReference, [.chair, .secretariat]),
        (.recordMeeting, [.chair, .secretariat]),
        (.makeVersion, [.chair, .secretariat]),
        (.approveVersion, [.chair]),
        (.exportVersion, [.secretariat]),
        (.administerGroup, [.secretariat]),
    ]

    @Test(arguments: Action.allCases, Role.allCases)
    func `each right is held by those named and nobody else`(action: Action, role: Role) throws {
        let row = try #require(RoleTests.expected.first { $0.action == action })

        #expect(role.can(action) == row.holders.contains(role))
    }

    @Test(arguments: Role.allCases)
    func `nobody writes in a frozen document`(role: Role) {
        for kind in DocumentKind.allCases {
            let document = DocumentRecord(
                id: DocumentID("d"), kind: kind, group: GroupID("g"), title: "", frozenAt: Timestamp(milliseconds: 0))

            #expect(!document.isWritable(as: role))
        }
    }

    @Test(arguments: [
        (DocumentKind.target, Role.observer, false), (.target, .member, true), (.target, .chair, true),
        (.target, .secretariat, true), (.minutes, .observer, false), (.minutes, .member, false),
        (.minutes, .chair, true), (.minutes, .secretariat, true), (.termsOfReference, .observer, false),
        (.termsOfReference, .member, false), (.termsOfReference, .chair, true), (.termsOfReference, .secretariat, true),
    ])
    func `an open document is written by those who may`(kind: DocumentKind, role: Role, allowed: Bool) {
        let document = DocumentRecord(id: DocumentID("d"), kind: kind, group: GroupID("g"), title: "")

        #expect(document.isWritable(as: role) == allowed)
    }

    @Test(arguments: [
        ("p-referent", Role.member, Meeting.MinutesStatus.draft, true),
        ("p-referent", .member, .circulated, true),
        ("p-referent", .member, .approved, false),
        ("p-referent", .observer, .draft, false),
        ("p-anden", .member, .draft, false),
        ("p-anden", .observer, .draft, false),
        ("p-anden", .chair, .draft, true),
        ("p-anden", .secretariat, .circulated, true),
        ("p-anden", .chair, .approved, false),
        ("p-anden", .secretariat, .approved, false),
    ])
    func `the minutes are written by chair, Secretariat and the meeting's secretary until approved`(
        member: String, role: Role, status: Meeting.MinutesStatus, allowed: Bool
    ) throws {
        let meeting = Meeting(
            id: MeetingID("m"), group: GroupID("g"), number: 1, title: "", day: Day(daysSince1970: 0),
            from: ClockTime(minutesSinceMidnight: 600), to: ClockTime(minutesSinceMidnight: 780), place: "",
            secretary: MemberID("p-referent"), minutesStatus: status)

        #expect(meeting.mayWriteMinutes(MemberID(member), as: role) == allowed)
    }
}

import Testing
import Workspace

@Suite struct RoleTests {
    /// Who may do what, written out a second time, so that a slip in the table of rights shows.
    private static let expected: [(action: Action, holders: [Role])] = [
        (.read, [.observer, .member, .chair, .secretariat]),
        (.comment, [.member, .chair, .secretariat]),
        (.settleThread, [.member, .chair, .secretariat]),
        (.writeTarget, [.member, .chair, .secretariat]),
        (.writeMinutes, [.member, .chair, .secretariat]),
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
        (.target, .secretariat, true), (.minutes, .observer, false), (.minutes, .member, true),
        (.minutes, .chair, true), (.minutes, .secretariat, true), (.termsOfReference, .observer, false),
        (.termsOfReference, .member, false), (.termsOfReference, .chair, true), (.termsOfReference, .secretariat, true),
    ])
    func `an open document is written by those who may`(kind: DocumentKind, role: Role, allowed: Bool) {
        let document = DocumentRecord(id: DocumentID("d"), kind: kind, group: GroupID("g"), title: "")

        #expect(document.isWritable(as: role) == allowed)
    }
}

import Store
import Testing
import Workspace

@Suite struct GroupStoreTests {
    private let workspace: SmallWorkspace
    private var store: Store { workspace.store }
    private let noon = SmallWorkspace.noon
    private let other = GroupID("ag-anden")

    init() async throws {
        workspace = try await SmallWorkspace()
        try await workspace.store.groups.add(
            Group(
                id: other, name: "Aagruppen", kind: .newTarget, minimumOrganisations: 3, caseNumber: "2026-1",
                start: Day(iso8601: "2026-10-07"), state: .underReview,
                milestones: [
                    Milestone(name: "Møde 1", day: Day(iso8601: "2026-11-10")!, status: .reached),
                    Milestone(name: "Møde 2", day: Day(iso8601: "2027-01-20")!, status: .planned),
                ]), by: SmallWorkspace.secretary, at: SmallWorkspace.noon)
    }

    @Test func `everything about a group comes back`() async throws {
        let group = try #require(try await store.groups.group(other))

        #expect(group.kind == .newTarget)
        #expect(group.minimumOrganisations == 3)
        #expect(group.start == Day(iso8601: "2026-10-07"))
        #expect(group.state == .underReview)
        #expect(group.milestones.map(\.name) == ["Møde 1", "Møde 2"])
        #expect(try await store.groups.all().map(\.id) == [SmallWorkspace.group, other])
        #expect(try await store.groups.group(GroupID("ag-ukendt")) == nil)
    }

    @Test(arguments: [
        (SmallWorkspace.chair, Role.chair as Role?), (SmallWorkspace.member, .member),
        (SmallWorkspace.observer, .observer), (SmallWorkspace.secretary, .secretariat),
        (SmallWorkspace.outsider, nil), (MemberID("p-ukendt"), nil),
    ])
    func `each person is in the group what its list says`(member: MemberID, expected: Role?) async throws {
        #expect(try await store.groups.role(of: member, in: SmallWorkspace.group) == expected)
    }

    @Test func `the Secretariat serves groups that do not list it, and others do not`() async throws {
        #expect(try await store.groups.role(of: SmallWorkspace.secretary, in: other) == .secretariat)
        #expect(try await store.groups.role(of: SmallWorkspace.chair, in: other) == nil)
        #expect(try await store.groups.role(of: SmallWorkspace.secretary, in: GroupID("ag-ukendt")) == nil)
        #expect(
            try await store.groups.groups(of: SmallWorkspace.secretary).map(\.group.id) == [
                SmallWorkspace.group, other,
            ])
        #expect(try await store.groups.groups(of: SmallWorkspace.chair).map(\.group.id) == [SmallWorkspace.group])
        #expect(try await store.groups.groups(of: SmallWorkspace.outsider).isEmpty)
    }

    @Test func `the list of a group is by role, then by name in Danish order`() async throws {
        try await store.groups.set(
            Membership(group: SmallWorkspace.group, member: SmallWorkspace.outsider, role: .member),
            by: SmallWorkspace.secretary, at: noon)

        let list = try await store.groups.memberships(of: SmallWorkspace.group)

        #expect(list.map(\.member.name) == ["Ågot", "Ærlig", "Aase", "Sekretær", "Zenia"])
        #expect(list.map(\.role) == [.chair, .member, .member, .secretariat, .observer])
    }

    @Test func `a person has one role in a group, the last one given`() async throws {
        let membership = Membership(group: SmallWorkspace.group, member: SmallWorkspace.member, role: .observer)

        try await store.groups.set(membership, by: SmallWorkspace.secretary, at: noon)

        #expect(try await store.groups.role(of: SmallWorkspace.member, in: SmallWorkspace.group) == .observer)
        #expect(try await store.groups.memberships(of: SmallWorkspace.group).count == 4)
        let last = try await store.journal.newest(1).first
        #expect(last?.event == .membershipSet && last?.detail == "p-medlem observer")
    }

    @Test func `whoever leaves is in the group no more`() async throws {
        try await store.groups.endMembership(
            of: SmallWorkspace.member, in: SmallWorkspace.group, by: SmallWorkspace.secretary, at: noon)

        #expect(try await store.groups.role(of: SmallWorkspace.member, in: SmallWorkspace.group) == nil)
        await #expect(throws: StoreError.notFound) {
            try await store.groups.endMembership(
                of: SmallWorkspace.member, in: SmallWorkspace.group, by: SmallWorkspace.secretary, at: noon)
        }
    }

    @Test func `membership of the unknown is refused`() async throws {
        for membership in [
            Membership(group: GroupID("ag-ukendt"), member: SmallWorkspace.member, role: .member),
            Membership(group: other, member: MemberID("p-ukendt"), role: .member),
        ] {
            await #expect(throws: StoreError.notFound) {
                try await store.groups.set(membership, by: SmallWorkspace.secretary, at: noon)
            }
        }
    }

    @Test func `a change of state is written down with its reason`() async throws {
        try await store.groups.setState(
            .inInternalConsultation, of: other, remark: "Frist 30. oktober.", by: SmallWorkspace.secretary, at: noon)

        #expect(try await store.groups.group(other)?.state == .inInternalConsultation)
        let last = try await store.journal.entries(of: other.rawValue).last
        #expect(last?.detail == "i_intern_hoering: Frist 30. oktober.")
        await #expect(throws: StoreError.notFound) {
            try await store.groups.setState(.draft, of: GroupID("x"), by: SmallWorkspace.secretary, at: noon)
        }
    }

    @Test(arguments: [
        (SmallWorkspace.target, 100), (DocumentID("maal-nyt"), 99),
    ])
    func `neither a document's id nor a target's number is given twice`(id: DocumentID, number: Int) async throws {
        let record = DocumentRecord(id: id, kind: .target, group: other, title: "Nyt", number: number)

        await #expect(throws: StoreError.duplicate) {
            try await store.documents.add(record, by: SmallWorkspace.secretary, at: noon)
        }

        #expect(try await store.documents.records(of: other).isEmpty)
    }

    @Test func `documents are listed, renamed and frozen`() async throws {
        let terms = DocumentRecord(
            id: DocumentID("kom-test"), kind: .termsOfReference, group: SmallWorkspace.group, title: "Kommissorium")
        try await store.documents.add(terms, by: SmallWorkspace.secretary, at: noon)

        try await store.documents.rename(SmallWorkspace.target, to: "Omdøbt")
        try await store.documents.freeze(terms.id, by: SmallWorkspace.secretary, at: noon)

        let records = try await store.documents.records(of: SmallWorkspace.group)
        #expect(records.map(\.title) == ["Omdøbt", "Kommissorium"])
        #expect(records.map(\.frozenAt) == [nil, noon])
        await #expect(throws: StoreError.notFound) {
            try await store.documents.freeze(terms.id, by: SmallWorkspace.secretary, at: noon)
        }
        await #expect(throws: StoreError.notFound) {
            try await store.documents.rename(DocumentID("maal-ukendt"), to: "x")
        }
    }
}

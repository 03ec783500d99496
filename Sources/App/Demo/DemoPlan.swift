import Export
import Merge
import RichText
import Store
import Workspace

/// The demo content as the domain's values, ready to be stored. Making it finds every mistake in the files, so that
/// storing it can only fail for the disk's sake.
struct DemoPlan: Sendable {
    private let organisations: [Organisation]
    private let members: [Member]
    private let groups: [Group]
    private let memberships: [Membership]
    private let drafts: [Draft]
    private let threads: [PlannedThread]
    private let histories: [History]

    /// A document with what belongs to it.
    private struct Draft: Sendable {
        let record: DocumentRecord
        let author: MemberID
        let writtenAt: Timestamp
        let write: @Sendable (inout DemoDocument) -> Void
        var meeting: PlannedMeeting?
    }

    private struct PlannedMeeting: Sendable {
        let meeting: Meeting
        let attendance: [Attendance]
        let decisions: [Decision]
        let actions: [ActionItem]
    }

    /// A thread whose passage is still given by positions: character ids exist only once the text is written.
    private struct PlannedThread: Sendable {
        let thread: CommentThread
        let node: String
        let field: String
        let range: Range<Int>
        let quotation: String
    }

    /// What became of a target, in order of time.
    private struct History: Sendable {
        struct Step: Sendable {
            let at: Timestamp
            let label: String
            let state: TargetState
            let member: MemberID
            let remark: String
        }

        let document: DocumentID
        let group: GroupID

        /// The version whose content the fixtures hold; earlier ones exist only in the journal.
        let present: String
        let steps: [Step]
    }

    /// Who sets up the partnership.
    private static let founder = MemberID("p-sek1")

    /// Who writes the targets.
    private static let writer = MemberID("p-sek2")

    /// When the partnership was set up: the morning before the first steering committee meeting.
    private static let founded = Timestamp(iso8601: "2026-04-15T07:00:00Z")!

    init(_ fixtures: DemoFixtures) throws(DemoContentError) {
        organisations = try Self.organisations(fixtures.organisations)
        members = fixtures.people.map { person in
            Member(
                id: MemberID(person.id), name: person.navn, initials: person.initialer, email: person.email,
                organisation: OrganisationID(person.organisation), title: person.titel,
                isSecretariat: person.roller.contains("sekretariat"))
        }
        groups = try Self.groups(fixtures.groups)
        memberships = fixtures.groups.flatMap(Self.memberships(of:))
        drafts = try Self.drafts(fixtures)
        threads = try Self.threads(fixtures.threads)
        histories = try Self.histories(fixtures)
    }

    // MARK: Carrying out

    func carryOut(in target: Import, passwordHash: String) throws(StoreError) {
        for organisation in organisations { try target.add(organisation) }
        for member in members { try target.add(member, passwordHash: passwordHash, at: Self.founded) }
        for group in groups { try target.add(group, by: Self.founder, at: Self.founded) }
        for membership in memberships { try target.add(membership, by: Self.founder, at: Self.founded) }
        var written: [DocumentID: DemoDocument] = [:]
        for draft in drafts { written[draft.record.id] = try write(draft, to: target) }
        for thread in threads {
            guard var document = written[thread.thread.document] else { continue }
            try target.add(Self.anchored(thread, in: &document))
        }
        for history in histories {
            guard let document = written[history.document] else { continue }
            try carryOut(history, of: document.document.content, in: target)
        }
        try target.addToJournal(.demoLoaded, of: "demo", by: nil, at: Self.founded)
    }

    private func write(_ draft: Draft, to target: Import) throws(StoreError) -> DemoDocument {
        let id = draft.record.id
        if let meeting = draft.meeting?.meeting {
            try target.add(meeting, minutesFrozenAt: draft.record.frozenAt, by: draft.author, at: draft.writtenAt)
        } else {
            try target.add(draft.record, by: draft.author, at: draft.writtenAt)
        }
        let session = try target.issueSession(for: id, to: draft.author, at: draft.writtenAt)
        var document = DemoDocument(id, author: draft.author, session: session, start: draft.writtenAt)
        draft.write(&document)
        try target.add(document.batches)
        for attendance in draft.meeting?.attendance ?? [] { try target.add(attendance) }
        for decision in draft.meeting?.decisions ?? [] { try target.add(decision) }
        for action in draft.meeting?.actions ?? [] { try target.add(action) }
        return document
    }

    private static func anchored(_ planned: PlannedThread, in document: inout DemoDocument) -> CommentThread {
        var thread = planned.thread
        let from = document.anchor(of: planned.range.lowerBound, in: planned.node, planned.field)
        let to = document.anchor(of: planned.range.upperBound - 1, in: planned.node, planned.field)
        guard let from, let to else { preconditionFailure("demo thread \(thread.id) lies outside its text") }
        thread.anchor.passage = Passage(from: from, to: to, quotation: planned.quotation)
        return thread
    }

    private func carryOut(_ history: History, of content: DocumentContent, in target: Import) throws(StoreError) {
        var made: Version?
        for step in history.steps {
            let detail = "\(step.label) \(step.state.rawValue)" + (step.remark.isEmpty ? "" : ": \(step.remark)")
            try target.addToJournal(
                .stateChanged, of: history.group.rawValue, detail: detail, by: step.member, at: step.at)
            guard step.label == history.present else { continue }
            switch step.state {
            case .underReview:
                let version = Self.version(of: content, history, step)
                try target.add(version)
                made = version
            case .approvedByChair:
                guard let made else { preconditionFailure("demo version \(step.label) approved before it was made") }
                try target.add(Approval(by: step.member, at: step.at, remark: step.remark), of: made)
            default: continue
            }
        }
    }

    private static func version(
        of content: DocumentContent, _ history: History, _ step: History.Step
    ) -> Version {
        guard let rendering = try? DocumentRendering(content).html.bytes else {
            preconditionFailure("the demo target \(history.document) cannot be rendered")
        }
        return Version(
            document: history.document, ordinal: 1, label: step.label, canonicalBytes: content.canonicalBytes,
            hash: content.hash, rendering: rendering, renderingHash: SHA256.hexadecimal(rendering),
            madeBy: step.member, madeAt: step.at)
    }

    // MARK: People and groups

    private static func organisations(
        _ fixture: DemoFixtures.Organisations
    ) throws(DemoContentError) -> [Organisation] {
        var organisations: [Organisation] = []
        for (list, isPartner) in [(fixture.medlemmer, true), (fixture.andre, false)] {
            for organisation in list {
                organisations.append(
                    Organisation(
                        id: OrganisationID(organisation.id), name: organisation.navn,
                        shortName: organisation.kortnavn, kind: try demoValue(organisation.type),
                        isPartner: isPartner))
            }
        }
        return organisations
    }

    private static func groups(_ fixtures: [DemoFixtures.Group]) throws(DemoContentError) -> [Group] {
        var groups: [Group] = []
        for group in fixtures {
            var milestones: [Milestone] = []
            for milestone in group.milepaele {
                milestones.append(
                    Milestone(
                        name: milestone.navn, day: try demoDay(milestone.dato),
                        status: try demoValue(milestone.status, DemoWords.milestones)))
            }
            groups.append(
                Group(
                    id: GroupID(group.id), name: group.navn, kind: try demoValue(group.type, DemoWords.groupKinds),
                    minimumOrganisations: group.mindsteAntalMedlemmer, caseNumber: group.esdhSagsnummer,
                    start: try demoDay(group.start), state: try demoValue(group.status), milestones: milestones))
        }
        return groups
    }

    /// Guests follow the work as observers do; the chair is among the members and is listed once, as chair.
    private static func memberships(of group: DemoFixtures.Group) -> [Membership] {
        let roles: [(people: [String], role: Role)] = [
            (group.medlemmer, .member), (group.observatoerer, .observer), (group.gaester, .observer),
            (group.sekretariat, .secretariat), ([group.formand], .chair),
        ]
        return roles.flatMap { people, role in
            people.map { Membership(group: GroupID(group.id), member: MemberID($0), role: role) }
        }
    }

    // MARK: Documents

    private static func drafts(_ fixtures: DemoFixtures) throws(DemoContentError) -> [Draft] {
        let approved = try demoTime(fixtures.terms.godkendt.dato + "T12:00:00Z")
        var drafts = [
            Draft(
                record: DocumentRecord(
                    id: DocumentID(fixtures.terms.id), kind: .termsOfReference,
                    group: GroupID(fixtures.terms.arbejdsgruppe), title: fixtures.terms.titel, frozenAt: approved),
                author: founder, writtenAt: founded, write: { [terms = fixtures.terms] in $0.write(terms) })
        ]
        for meeting in fixtures.meetings {
            drafts.append(try draft(meeting, in: GroupID(fixtures.terms.arbejdsgruppe)))
        }
        for target in fixtures.targets {
            // Just before its version was made, or, without one, the day after the group's first meeting.
            let firstStep = fixtures.history[target.id]?.first { $0.version == target.version }
            let end = try demoTime(firstStep?.tidspunkt ?? "2026-11-11T14:00:00Z")
            drafts.append(
                Draft(
                    record: DocumentRecord(
                        id: DocumentID(target.id), kind: .target, group: GroupID(target.arbejdsgruppe),
                        title: target.titel, number: target.nummer),
                    author: writer, writtenAt: end.advanced(byMilliseconds: -3_600_000),
                    write: { $0.write(target) }))
        }
        return drafts
    }

    private static func draft(
        _ fixture: DemoFixtures.Meeting, in group: GroupID
    ) throws(DemoContentError) -> Draft {
        let id = MeetingID(fixture.id)
        let meeting = Meeting(
            id: id, group: group, number: fixture.nummer, title: fixture.titel, day: try demoDay(fixture.dato),
            from: try demoClockTime(fixture.fra), to: try demoClockTime(fixture.til), place: fixture.sted,
            chair: MemberID(fixture.moedeleder), secretary: MemberID(fixture.referent),
            agendaSentOn: try optionalDemoDay(fixture.dagsordenUdsendt),
            minutesSentOn: try optionalDemoDay(fixture.referatUdsendt),
            minutesApprovedOn: try optionalDemoDay(fixture.referatGodkendt),
            minutesStatus: try demoValue(fixture.referatstatus, DemoWords.minutes))
        var attendance: [Attendance] = []
        for person in fixture.deltagere {
            attendance.append(
                Attendance(
                    meeting: id, member: MemberID(person.person),
                    capacity: try demoValue(person.rolle, DemoWords.capacities),
                    presence: try demoValue(person.fremmoede, DemoWords.presences), items: person.punkter ?? []))
        }
        var decisions: [Decision] = []
        var actions: [ActionItem] = []
        for item in fixture.punkter {
            let node = DemoDocument.node(ofItem: item.nr)
            for decision in item.beslutninger {
                decisions.append(
                    Decision(
                        meeting: id, ordinal: decisions.count + 1, label: decision.id, item: node,
                        text: decision.tekst, criterion: decision.vedroerer,
                        agreement: try demoValue(decision.enighed, DemoWords.agreements)))
            }
            for action in item.aktioner {
                actions.append(
                    ActionItem(
                        meeting: id, ordinal: actions.count + 1, label: action.id, item: node, text: action.tekst,
                        responsible: MemberID(action.ansvarlig), deadline: try optionalDemoDay(action.frist),
                        status: try demoValue(action.status, DemoWords.actionStatuses),
                        closedOn: try optionalDemoDay(action.lukket), criterion: action.vedroerer))
            }
        }
        var frozenAt: Timestamp?
        if let approved = fixture.referatGodkendt { frozenAt = try demoTime(approved + "T12:00:00Z") }
        return Draft(
            record: DocumentRecord(id: id, kind: .minutes, group: group, title: fixture.titel, frozenAt: frozenAt),
            author: MemberID(fixture.referent),
            writtenAt: try demoTime((fixture.dagsordenUdsendt ?? fixture.dato) + "T09:00:00Z"),
            write: { $0.write(fixture) },
            meeting: PlannedMeeting(
                meeting: meeting, attendance: attendance, decisions: decisions, actions: actions))
    }

    // MARK: Comments and history

    private static func threads(_ fixtures: [DemoFixtures.Thread]) throws(DemoContentError) -> [PlannedThread] {
        var threads: [PlannedThread] = []
        for fixture in fixtures {
            var posts: [Post] = []
            for post in fixture.indlaeg {
                posts.append(
                    Post(
                        number: post.nr, author: MemberID(post.forfatter), postedAt: try demoTime(post.tidspunkt),
                        text: post.tekst, mentions: post.naevner.map { MemberID($0) }))
            }
            // `kriterier/krt-…/kravtekst`, `sektioner/…/tekst`, `punkter/3/referat`.
            let path = fixture.anker.felt.split(separator: "/").map(String.init)
            guard path.count == 3 else { throw DemoContentError(text: fixture.anker.felt) }
            let node = path[0] == "punkter" ? DemoDocument.node(ofItem: Int(path[1]) ?? 0) : path[1]
            let status = try demoValue(fixture.status, DemoWords.threadStatuses)
            // The fixtures say who settled a thread and not when: with its last post.
            threads.append(
                PlannedThread(
                    thread: CommentThread(
                        id: ThreadID(fixture.id), document: DocumentID(fixture.anker.dokument),
                        anchor: Anchor(node: node, field: path[2]),
                        kind: try demoValue(fixture.type, DemoWords.threadKinds), status: status,
                        replacement: fixture.forslag?.erstatCitatMed,
                        settledBy: fixture.loestAf.map { MemberID($0) },
                        settledAt: status == .open ? nil : posts.last?.postedAt, wasReopened: fixture.genaabnet,
                        posts: posts),
                    node: node, field: path[2], range: fixture.anker.start..<fixture.anker.slut,
                    quotation: fixture.anker.citat))
        }
        return threads
    }

    private static func histories(_ fixtures: DemoFixtures) throws(DemoContentError) -> [History] {
        var histories: [History] = []
        for target in fixtures.targets {
            var steps: [History.Step] = []
            for change in fixtures.history[target.id] ?? [] {
                steps.append(
                    History.Step(
                        at: try demoTime(change.tidspunkt), label: change.version,
                        state: try demoValue(change.nyTilstand), member: MemberID(change.person),
                        remark: change.bemaerkning ?? ""))
            }
            histories.append(
                History(
                    document: DocumentID(target.id), group: GroupID(target.arbejdsgruppe), present: target.version,
                    steps: steps))
        }
        return histories
    }
}

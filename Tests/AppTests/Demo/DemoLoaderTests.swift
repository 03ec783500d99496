import Foundation
import Merge
import RichText
import Store
import Testing
import Workspace

@testable import App

@Suite struct DemoLoaderTests {
    private let directory: String
    private let store: Store

    init() async throws {
        directory = NSTemporaryDirectory() + "udkast-demo-\(UUID().uuidString)"
        store = try Store.open(directory: directory)
        let isLoaded = try await DemoLoader.load(into: store, passwordHash: "hash")
        #expect(isLoaded)
    }

    /// A document as its stored batches make it.
    private func document(_ id: String) async throws -> Document {
        var document = Document()
        for batch in try await store.documents.batches(of: DocumentID(id)) {
            try document.apply(try EditBatch(decoding: batch.bytes, after: document.lastPlace))
        }
        return document
    }

    private func finish() async throws {
        await store.close()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `people, organisations and groups are all there`() async throws {
        #expect(try await store.members.all().count == 26)
        let organisations = try await store.members.organisations()
        #expect(organisations.count == 30)
        #expect(organisations.count(where: \.isPartner) == 24)
        let groups = try await store.groups.all()
        #expect(groups.map(\.id.rawValue) == ["ag-engangsservice", "ag-moebler"])
        #expect(groups.map(\.milestones.count) == [6, 13])
        #expect(groups.map(\.state) == [.draft, .inIndustryConsultation])
        let furniture = try await store.groups.memberships(of: GroupID("ag-moebler"))
        #expect(furniture.first?.member.id == MemberID("p-formand"))
        let roles = Dictionary(grouping: furniture, by: \.role).mapValues(\.count)
        #expect(roles == [.chair: 1, .member: 8, .secretariat: 2, .observer: 3])
        #expect(try await store.members.credentials(email: "Formand@demo.invalid")?.passwordHash == "hash")
        try await finish()
    }

    @Test(arguments: [
        ("p-koeb1", ["ag-engangsservice", "ag-moebler"]), ("p-miljoe1", ["ag-moebler"]),
        ("p-sekleder", ["ag-engangsservice", "ag-moebler"]), ("p-ens", []), ("p-ny", []), ("p-fremmed", []),
    ])
    func `each person sees their groups`(member: String, expected: [String]) async throws {
        let groups = try await store.groups.groups(of: MemberID(member))

        #expect(groups.map(\.group.id.rawValue) == expected)
        try await finish()
    }

    @Test func `both targets say what the fixtures say, field by field`() async throws {
        let fixtures = try DemoFixtures()
        for fixture in fixtures.targets {
            let target = TargetContent(try await document(fixture.id).content)

            #expect(target.number == fixture.nummer)
            #expect(target.title == fixture.titel)
            #expect(target.nextReview == fixture.datoer.naesteGennemgang)
            #expect(target.productGroups.map(\.id) == fixture.produktgrupper.map(\.id))
            #expect(target.productGroups.map(\.name) == fixture.produktgrupper.map(\.navn))
            #expect(target.cpv.map(\.code) == fixture.cpv.map(\.kode).sorted())
            #expect(Set(target.cpv.map(\.label)) == Set(fixture.cpv.map(\.betegnelse)))
            #expect(target.sections.map(\.id) == fixture.sektioner.map(\.id))
            #expect(target.sections.map(\.text.plain) == fixture.sektioner.map(\.tekst))
            #expect(target.sections.map(\.placement.rawValue) == fixture.sektioner.map(\.placering))
            #expect(target.criteria.map(\.id) == fixture.kriterier.map(\.id))
            for (criterion, expected) in zip(target.criteria, fixture.kriterier) { expect(criterion, toBe: expected) }
        }
        #expect(fixtures.targets.map(\.kriterier.count) == [14, 12])
        try await finish()
    }

    private func expect(_ criterion: Criterion, toBe fixture: DemoFixtures.Criterion) {
        #expect(criterion.title == fixture.titel)
        #expect(criterion.group == fixture.gruppe)
        #expect(criterion.obligation.rawValue == fixture.forpligtelse)
        #expect(criterion.level.rawValue == fixture.niveau)
        #expect(Set(criterion.types.map(\.rawValue)) == Set(fixture.kravtyper))
        #expect(criterion.addressee.rawValue == fixture.adressat)
        #expect(criterion.productGroups == fixture.produktgrupper.sorted())
        #expect(criterion.requirement.plain == fixture.kravtekst ?? "")
        #expect(criterion.tenderText.plain == fixture.udbudstekst ?? "")
        #expect(criterion.condition.plain == fixture.betingelse ?? "")
        #expect(criterion.proof.plain == fixture.dokumentation ?? "")
        #expect(criterion.rationale.plain == fixture.begrundelse ?? "")
        #expect(criterion.guidance.plain == fixture.vejledning ?? "")
        #expect(criterion.scoring.plain == fixture.pointmodel ?? "")
        #expect(criterion.contractFollowUp.plain == fixture.kontraktopfoelgning ?? "")
        #expect(criterion.indicator == fixture.maalopfoelgningsindikator ?? "")
        #expect(Set(criterion.labels.map(\.name)) == Set(fixture.maerker.map(\.navn)))
        #expect(!criterion.labels.map(\.orEquivalent).contains(false))
        #expect(Set(criterion.standards) == Set(fixture.standarder))
        #expect(criterion.parameters.map(\.name) == fixture.parametre.map(\.navn))
        #expect(criterion.parameters.map(\.unit) == fixture.parametre.map(\.enhed))
        #expect(criterion.parameters.map(\.review) == fixture.parametre.map(\.revurderes))
        #expect(Set(criterion.eforms.keys) == Set(fixture.eforms.keys))
        #expect(criterion.changeFromPrevious == fixture.aendringFraForrige)
        #expect(criterion.workStatus == fixture.arbejdsstatus)
    }

    @Test func `figures have a decimal comma`() async throws {
        let target = TargetContent(try await document("maal-moebler").content)

        let values = target.criteria.flatMap(\.parameters).map { "\($0.value) \($0.unit)" }

        #expect(
            values == [
                "50 procent", "0,1 vægtprocent", "10 år", "100 gram", "5 år", "0,5 watt", "70 procent",
            ])
        try await finish()
    }

    @Test func `every thread hangs on the words that it quotes`() async throws {
        var kinds: [CommentThread.Status: Int] = [:]
        for id in ["maal-moebler", "maal-engangsservice", "moede-moebler-4"] {
            var document = try await document(id)
            for thread in try await store.comments.threads(of: DocumentID(id)) {
                kinds[thread.status, default: 0] += 1
                let passage = try #require(thread.anchor.passage)
                let place = try #require(thread.anchor.place.flatMap { Place($0) })
                let ids = (try #require(EventID(anchor: passage.from)), try #require(EventID(anchor: passage.to)))
                let found = (document.position(of: ids.0, in: place), document.position(of: ids.1, in: place))
                let from = try #require(found.0)
                let to = try #require(found.1)
                var words = String.UnicodeScalarView()
                words.append(contentsOf: document.text(at: place)[from.position...to.position])
                #expect(String(words) == passage.quotation, "\(thread.id)")
            }
        }
        #expect(kinds == [.open: 12, .resolved: 12, .rejected: 1])
        let rejected = try #require(try await store.comments.thread(ThreadID("traad-14")))
        #expect(rejected.kind == .suggestion && rejected.replacement == "over 50 gram" && rejected.posts.count == 3)
        #expect(try await store.comments.thread(ThreadID("traad-17"))?.wasReopened == true)
        #expect(try await store.comments.thread(ThreadID("traad-02"))?.posts[1].mentions == [MemberID("p-sek1")])
        try await finish()
    }

    @Test func `the four meetings have their records, with the labels of the fixtures`() async throws {
        let fixtures = try DemoFixtures().meetings
        let meetings = try await store.meetings.meetings(of: GroupID("ag-moebler"))
        #expect(meetings.map(\.number) == [1, 2, 3, 4])
        var decisions = 0
        var actions = 0
        for (meeting, fixture) in zip(meetings, fixtures) {
            let decided = try await store.meetings.decisions(of: meeting.id)
            let promised = try await store.meetings.actionItems(of: meeting.id)
            #expect(decided.map(\.label) == fixture.punkter.flatMap(\.beslutninger).map(\.id))
            #expect(promised.map(\.label) == fixture.punkter.flatMap(\.aktioner).map(\.id))
            #expect(try await store.meetings.attendance(of: meeting.id).count == fixture.deltagere.count)
            #expect(try await store.meetings.representedOrganisations(at: meeting.id) >= 5)
            decisions += decided.count
            actions += promised.count
            let minutes = try await document(meeting.id.rawValue).content
            #expect(minutes.children(kind: "punkt").count == fixture.punkter.count)
            #expect(
                minutes.children(kind: "punkt").map { minutes.text($0, "referat") } == fixture.punkter.map(\.referat))
            let record = try #require(try await store.documents.record(meeting.id))
            #expect((record.frozenAt == nil) == (meeting.number == 4))
        }
        #expect(decisions == 17)
        #expect(actions == 12)
        #expect(try await store.meetings.openActionItems(of: GroupID("ag-moebler")).map(\.label) == ["A4.1", "A4.4"])
        #expect(try await store.meetings.openActionItems(of: MemberID("p-sekleder")).map(\.label) == ["A4.4"])
        #expect(try await store.meetings.next(of: GroupID("ag-moebler"), on: Day(iso8601: "2026-11-23")!) == nil)
        try await finish()
    }

    @Test func `version 0.4 is approved and says what the draft says`() async throws {
        let versions = try await store.reviews.versions(of: DocumentID("maal-moebler"))
        let version = try #require(versions.first)
        #expect(versions.count == 1)
        #expect(version.label == "0.4")
        #expect(version.madeBy == MemberID("p-sek2"))
        #expect(version.madeAt.iso8601 == "2026-11-19T14:00:00Z")
        #expect(version.approval?.by == MemberID("p-formand"))
        #expect(version.approval?.at.iso8601 == "2026-11-20T07:30:00Z")
        #expect(version.approval?.remark == "Godkendt med de rettelser, der blev aftalt på møde 4.")
        let content = try await document("maal-moebler").content
        #expect(version.hash == content.hash)
        let frozen = try DocumentContent(canonicalBytes: version.canonicalBytes)
        #expect(frozen == content)
        #expect(try await store.reviews.versions(of: DocumentID("maal-engangsservice")).isEmpty)
        let states = try await store.journal.entries(of: "ag-moebler").filter { $0.event == .stateChanged }
        #expect(states.count == 11)
        #expect(states.last?.detail == "0.4 i_branchehoering: Frist 18. december 2026.")
        try await finish()
    }

    @Test func `every hash holds, and a second load changes nothing`() async throws {
        let verification = try await store.verify()
        #expect(verification.fault == nil)
        #expect(verification.versions == 1)

        #expect(try await DemoLoader.load(into: store, passwordHash: "another") == false)

        #expect(try await store.verify() == verification)
        #expect(try await store.members.credentials(email: "ny@demo.invalid")?.passwordHash == "hash")
        try await finish()
    }
}

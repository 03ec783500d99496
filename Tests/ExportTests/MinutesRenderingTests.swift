import Markup
import RichText
import Testing

@testable import Export
@testable import Workspace

struct MinutesRenderingTests {
    @Test func `minutes are as they were`() throws {
        let rendering = MinutesRendering(content: try Self.minutes(), names: Self.names, records: Self.records)

        try Golden.expect(rendering.html.bytes, matches: "minutes.html")
    }

    @Test func `the text stands alone when there are no records`() throws {
        let html = MinutesRendering(content: try Self.minutes(), names: Self.names, records: nil).html.description

        #expect(html.contains("<span class=\"rendering-number\">1.</span> Velkomst</h3>"))
        #expect(!html.contains("Deltagere"))
    }

    @Test func `items stand in their order, without the deleted ones`() throws {
        let html = MinutesRendering(content: try Self.minutes(), names: Self.names, records: nil).html.description

        let first = try #require(html.range(of: "Velkomst"))
        let second = try #require(html.range(of: "Kommissorium"))
        #expect(first.lowerBound < second.lowerBound)
        #expect(!html.contains("Slettet punkt"))
    }

    @Test func `a decision stays when its item is deleted`() throws {
        var records = Self.records
        records.decisions[0].item = "pkt-c"

        let html = MinutesRendering(content: try Self.minutes(), names: Self.names, records: records).html.description

        #expect(html.contains("<h2>Øvrige beslutninger</h2>"))
        #expect(html.contains("Beslutning B1.1"))
    }

    @Test func `whoever has no name any more appears by id`() throws {
        let html = MinutesRendering(
            content: try Self.minutes(), names: RenderingNames(), records: Self.records
        ).html.description

        #expect(html.contains("p-formand"))
    }

    @Test func `text from people is only text`() throws {
        let payload = "<script>alert(1)</script>"
        var names = Self.names
        var records = Self.records
        records.meeting.place = payload
        records.decisions[0].text = payload
        records.actions[0].text = payload
        names.people[MemberID("p-formand")] = RenderingNames.Person(name: payload, organisation: payload)

        let html = MinutesRendering(content: try Self.minutes(), names: names, records: records).html.description

        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;"))
    }

    /// Three items, the last of them deleted.
    private static func minutes() throws -> DocumentContent {
        try DocumentContent(
            canonicalBytes: Array(
                """
                {"format":"udkast-document","version":1}
                ["register","dokument","kind","minutes"]
                ["register","pkt-a","form","beslutning"]
                ["register","pkt-a","kind","punkt"]
                ["register","pkt-a","minutter",15]
                ["register","pkt-a","oplaeg","p-sek1"]
                ["register","pkt-a","order","b"]
                ["register","pkt-b","form","orientering"]
                ["register","pkt-b","kind","punkt"]
                ["register","pkt-b","order","a"]
                ["register","pkt-c","deleted",true]
                ["register","pkt-c","kind","punkt"]
                ["register","pkt-c","order","c"]
                ["text","dokument","titel","Opstart"]
                ["text","pkt-a","referat","Gruppen drøftede [[krt-a]].\\u000aDerefter pause."]
                ["text","pkt-a","sagsfremstilling","Udpegning."]
                ["text","pkt-a","titel","Kommissorium"]
                ["text","pkt-b","titel","Velkomst"]
                ["text","pkt-c","titel","Slettet punkt"]

                """.utf8))
    }

    private static let records = MeetingRecords(
        meeting: Meeting(
            id: MeetingID("moede-1"), group: GroupID("ag-moebler"), number: 1, title: "Opstart",
            day: Day(iso8601: "2026-06-02")!, from: ClockTime("10.00")!, to: ClockTime("13.00")!,
            place: "Mødelokale 1", chair: MemberID("p-formand"), secretary: MemberID("p-sek1"),
            minutesApprovedOn: Day(iso8601: "2026-08-25")!),
        attendance: [
            Attendance(
                meeting: MeetingID("moede-1"), member: MemberID("p-formand"), capacity: .chair, presence: .attended),
            Attendance(
                meeting: MeetingID("moede-1"), member: MemberID("p-ekspert"), capacity: .guest, presence: .partly,
                items: [2]),
        ],
        decisions: [
            Decision(
                meeting: MeetingID("moede-1"), ordinal: 1, label: "B1.1", item: "pkt-a", text: "Formanden er valgt."),
            Decision(
                meeting: MeetingID("moede-1"), ordinal: 2, label: "B1.2", item: "pkt-a", text: "Kun [[krt-a]] ændres.",
                agreement: .dissent),
        ],
        actions: [
            ActionItem(
                meeting: MeetingID("moede-1"), ordinal: 1, label: "A1.1", item: "pkt-a", text: "Send kommissoriet",
                responsible: MemberID("p-sek1"), deadline: Day(iso8601: "2026-06-16")!)
        ])

    private static let names = RenderingNames(
        people: [
            MemberID("p-formand"): RenderingNames.Person(name: "Demo Formand", organisation: "Aarhus Kommune"),
            MemberID("p-sek1"): RenderingNames.Person(name: "Demo Sekretær Et", organisation: "Miljøstyrelsen"),
            MemberID("p-ekspert"): RenderingNames.Person(name: "Demo Ekspert", organisation: "Miljøstyrelsen"),
        ],
        criterionNumbers: ["krt-a": "13.1"])
}

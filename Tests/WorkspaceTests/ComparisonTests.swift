import Merge
import RichText
import Testing
import Workspace

struct TextComparisonTests {
    @Test(
        arguments: [
            ("", "", []),
            ("Mindst 70 procent", "Mindst 70 procent", [.same("Mindst 70 procent")]),
            (
                "Mindst 70 procent af træet", "Mindst 80 procent af træet",
                [.same("Mindst "), .deleted("70"), .inserted("80"), .same(" procent af træet")]
            ),
            ("", "Nyt", [.inserted("Nyt")]),
            ("Væk", "", [.deleted("Væk")]),
            ("ø", "o\u{338}", [.deleted("ø"), .inserted("o\u{338}")]),
        ] as [(String, String, [TextComparison.Run])])
    func `whole words are marked`(before: String, after: String, expected: [TextComparison.Run]) {
        #expect(TextComparison(from: before, to: after).runs == expected)
    }

    /// Both texts can be read out of the runs, whatever they are.
    @Test(arguments: [UInt64](0..<100))
    func `the runs put together are both texts`(seed: UInt64) {
        var state = seed
        func word() -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return ["krav", "æble", " ", " ", "\n", "13,4", "👍", "e\u{301}", "."][Int(state >> 33) % 9]
        }
        let before = (0..<40).map { _ in word() }
        var after = before
        for _ in 0..<6 { after[Int(state >> 40) % after.count] = word() }

        let comparison = TextComparison(from: before.joined(), to: after.joined())

        #expect(comparison.before == before.joined())
        #expect(comparison.after == after.joined())
    }

    @Test
    func `very long texts are shown as replaced`() {
        let long = Array(repeating: "ord ", count: 4_000).joined()

        #expect(TextComparison(from: long, to: long + "x").runs == [.deleted(long), .inserted(long + "x")])
    }
}

struct ContentComparisonTests {
    private func content(
        _ registers: [(String, String, RegisterValue)], _ texts: [(String, String)] = []
    ) throws -> DocumentContent {
        DocumentContent(
            texts: try texts.map { (place: try #require(Place($0)), text: Array($1.unicodeScalars)) },
            registers: try registers.map { node, key, value in
                (node: try #require(Name(node)), key: try #require(Name(key)), value: value)
            })
    }

    @Test
    func `added, deleted, changed and moved parts are told apart`() throws {
        let kind = RegisterValue.text("kriterium")
        let before = try content(
            [
                ("a", "kind", kind), ("a", "order", .text("1")), ("b", "kind", kind), ("b", "order", .text("2")),
                ("c", "kind", kind), ("c", "order", .text("3")), ("c", "niveau", .text("basis")),
                ("d", "kind", kind), ("d", "order", .text("4")),
            ], [("c/titel", "Gammel titel")])
        let after = try content(
            [
                ("a", "kind", kind), ("a", "order", .text("1")), ("b", "kind", kind), ("b", "order", .text("2")),
                ("b", "deleted", .bool(true)), ("c", "kind", kind), ("c", "order", .text("3")),
                ("c", "niveau", .text("udvidet")), ("d", "kind", kind), ("d", "order", .text("05")),
                ("e", "kind", kind), ("e", "order", .text("9")),
            ], [("c/titel", "Ny titel")])

        let parts = ContentComparison(from: before, to: after).parts

        #expect(parts.map(\.node) == ["d", "c", "e", "b"])
        #expect(parts.map(\.change) == [.changed, .changed, .added, .deleted])
        #expect(parts.map(\.isMoved) == [true, false, false, false])
        #expect(parts[1].texts.map(\.field) == ["titel"])
        #expect(parts[1].fields.map(\.key) == ["niveau"])
        #expect(parts[1].fields.map(\.after) == ["udvidet"])
        #expect(ContentComparison(from: after, to: after).parts.isEmpty)
    }
}

struct FormatChangeTests {
    private func content(_ runs: [(String, [(String, RegisterValue)])]) throws -> DocumentContent {
        let spans = try runs.map { text, attributes in
            AttributeSpan(
                count: text.unicodeScalars.count,
                attributes: Attributes(
                    try attributes.map { Attributes.Entry(key: try #require(Name($0)), value: $1) }))
        }
        return DocumentContent(
            attributedTexts: [
                (
                    place: try #require(Place("formaal/tekst")), text: Array(runs.map(\.0).joined().unicodeScalars),
                    spans: spans
                )
            ],
            registers: [
                (node: try #require(Name("formaal")), key: try #require(Name("kind")), value: .text("sektion"))
            ])
    }

    private func texts(
        _ before: [(String, [(String, RegisterValue)])], _ after: [(String, [(String, RegisterValue)])]
    ) throws -> [ContentComparison.Text] {
        try ContentComparison(from: content(before), to: content(after)).parts.flatMap(\.texts)
    }

    @Test
    func `words that only look otherwise are a change of the text`() throws {
        let texts = try texts(
            [("Mindre CO2 og ", []), ("meget", [("b", .bool(true))]), (" mere", [])],
            [("Mindre CO", []), ("2", [("sub", .bool(true))]), (" og meget mere", [])])

        #expect(texts.map(\.field) == ["tekst"])
        #expect(texts[0].comparison.runs == [.same("Mindre CO2 og meget mere")])
        #expect(
            texts[0].formats == [
                FormatChange(passage: "2", before: [], after: [.lowered]),
                FormatChange(passage: "meget", before: [.bold], after: []),
            ])
    }

    @Test
    func `formats are found beside words that were added and deleted`() throws {
        let texts = try texts(
            [("Gammel tekst om træ", [])],
            [("Om ", []), ("tekst", [("i", .bool(true)), ("link", .text("https://a.example"))]), (" om godt træ", [])])

        #expect(
            texts[0].formats == [
                FormatChange(passage: "tekst", before: [], after: [.italic, .link("https://a.example")])
            ])
    }

    @Test
    func `a paragraph that became an item is named by its words, and no passage goes over its end`() throws {
        let item: [(String, RegisterValue)] = [("list", .text("bullet")), ("level", .integer(2))]
        let bold: [(String, RegisterValue)] = [("b", .bool(true))]
        let texts = try texts(
            [("Krav:\nstol\nbord", [])],
            [("Krav:", []), ("\n", item), ("stol", bold), ("\n", bold), ("bord", bold)])

        #expect(
            texts[0].formats == [
                FormatChange(passage: "stol", before: [], after: [.item(.bullet, level: 2)]),
                FormatChange(passage: "stol", before: [], after: [.bold]),
                FormatChange(passage: "bord", before: [], after: [.bold]),
            ])
    }

    @Test
    func `whose comment hangs on a text is no change of it`() throws {
        #expect(try texts([("Tekst", [])], [("Tekst", [("c:traad", .bool(true))])]).isEmpty)
    }
}

import Testing

@testable import Export
@testable import Workspace

struct ProseTests {
    private static let references = CriterionReferences(
        numbers: ["krt-a": "7.1", "krt-b2": "7.2"], areInDocument: true)

    @Test(arguments: [
        ("", ""), ("\n\n", ""), ("Et afsnit", "Et afsnit"), ("Et\nTo", "Et\nTo"),
        ("Et\r\nTo\u{2028}Tre", "Et\nTo\nTre"),
        ("  Et \n\n\n To\t", "Et\nTo"), ("[[krt-a]]", "7.1"), ("Se [[krt-a]] og [[krt-b2]].", "Se 7.1 og 7.2."),
        ("[[krt-a]][[krt-a]]", "7.17.1"), ("[[krt-væk]] [[krt-c]]", "[[krt-væk]] [slettet kriterium]"),
        ("[[krt-]] [[]] [[a]]", "[[krt-]] [[]] [[a]]"), ("[[krt-a", "[[krt-a"), ("krt-a]]", "krt-a]]"),
        ("[[[krt-a]]]", "[[[krt-a]]]"), ("[[ [[krt-a]] ]]", "[[ 7.1 ]]"), ("[[krt-a\n]]", "[[krt-a\n]]"),
        ("🪑[[krt-a]]e\u{301}", "🪑7.1e\u{301}"),
    ])
    func `paragraphs are separated and references become numbers`(text: String, plain: String) {
        #expect(Prose(FormattedText(text), Self.references).plain == plain)
    }

    @Test func `a criterion of another document is named without a link, and by its id when unknown`() {
        let elsewhere = CriterionReferences(numbers: Self.references.numbers, areInDocument: false)

        let prose = Prose("Se [[krt-a]] og [[krt-c]]", elsewhere)

        #expect(
            prose.paragraphs.map { $0.pieces.map(\.kind) } == [
                [.text("Se "), .text("7.1"), .text(" og "), .text("krt-c")]
            ])
    }

    @Test func `a paragraph knows which of its pieces are references`() {
        let prose = Prose("Se [[krt-a]] eller [[krt-c]].", Self.references)

        #expect(
            prose.paragraphs.map { $0.pieces.map(\.kind) } == [
                [
                    .text("Se "), .reference(id: "krt-a", number: "7.1"), .text(" eller "),
                    .text("[slettet kriterium]"), .text("."),
                ]
            ])
    }
}

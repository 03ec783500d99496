import Testing

@testable import Export
@testable import Workspace

struct CriterionWordingTests {
    @Test func `the line under a heading says what binds, where and for which products`() {
        let kinds = Fixture.small.criteria.map { $0.printedKind(in: Fixture.small) }

        #expect(kinds[0] == ["Krav", "Basis", "Ordregiverforpligtelse"])
        #expect(
            kinds[1] == [
                "Anbefaling", "Udvidet", "Mindstekrav (teknisk specifikation) / Tildelingskriterium", "Kontormøbler",
                "Drøftes fortsat",
            ])
    }

    @Test func `what the program does not know is printed as it stands`() {
        var criterion = Fixture.small.criteria[1]
        criterion.productGroups = ["ukendt"]
        criterion.changeFromPrevious = "flyttet"
        criterion.parameters[0].review = "til foråret"

        #expect(criterion.printedKind(in: Fixture.small).contains("ukendt"))
        #expect(criterion.printedShortFields.contains(PrintedShortField(label: "Ændring", text: "flyttet")))
        #expect(printedDay("til foråret") == "til foråret")
        #expect(printedDay("2030-05-01") == "1. maj 2030")
    }

    @Test func `empty fields are not printed`() {
        let bare = Criterion(id: "krt-x", number: "1.1", title: "Bar")

        #expect(bare.printedFields.isEmpty)
        #expect(bare.printedShortFields.isEmpty)
    }

    @Test(arguments: [
        (0, 0, "0 kriterier: 0 krav og 0 anbefalinger"), (1, 0, "1 kriterium: 1 krav og 0 anbefalinger"),
        (11, 3, "14 kriterier: 11 krav og 3 anbefalinger"), (0, 1, "1 kriterium: 0 krav og 1 anbefaling"),
    ])
    func `criteria are counted by what they ask`(requirements: Int, recommendations: Int, printed: String) {
        let asked = Array(repeating: Obligation.requirement, count: requirements)
        let advised = Array(repeating: Obligation.recommendation, count: recommendations)
        let content = TargetContent(
            number: 1, title: "Mål",
            criteria: (asked + advised).map { Criterion(id: "krt", number: "1.1", title: "", obligation: $0) })

        #expect(content.printedCriterionCount == printed)
    }
}

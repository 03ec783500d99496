import Merge
import RichText
import Testing
import Workspace

@Suite struct TargetContentTests {
    /// A document from lines such as `krt-1 kind = kriterium` and `krt-1/titel: Træ`.
    private func document(_ lines: [String]) -> DocumentContent {
        var texts: [(place: Place, text: [Unicode.Scalar])] = []
        var registers: [(node: Name, key: Name, value: RegisterValue)] = []
        for line in lines {
            if let colon = line.firstRange(of: ": "), line[..<colon.lowerBound].contains("/") {
                texts.append(
                    (Place(String(line[..<colon.lowerBound]))!, Array(line[colon.upperBound...].unicodeScalars)))
                continue
            }
            let sides = line.split(separator: " = ", maxSplits: 1)
            let words = sides[0].split(separator: " ", maxSplits: 1)
            let value: RegisterValue =
                switch sides[1] {
                case "true": .bool(true)
                case "false": .bool(false)
                default: Int64(sides[1]).map { .integer($0) } ?? .text(String(sides[1]))
                }
            registers.append((Name(String(words[0]))!, Name(String(words[1]))!, value))
        }
        return DocumentContent(texts: texts, registers: registers)
    }

    @Test func `criteria are numbered by their order, without the deleted ones`() {
        let target = TargetContent(
            document([
                "dokument nummer = 13", "krt-a kind = kriterium", "krt-a order = K3", "krt-b kind = kriterium",
                "krt-b order = K1", "krt-c kind = kriterium", "krt-c order = K2", "krt-c deleted = true",
            ]))

        #expect(target.criteria.map(\.id) == ["krt-b", "krt-a"])
        #expect(target.criteria.map(\.number) == ["13.1", "13.2"])
    }

    @Test func `a node that only has text does not exist`() {
        let target = TargetContent(document(["krt-a/titel: Skjult", "formaal/titel: Formål"]))

        #expect(target.criteria.isEmpty)
        #expect(target.sections.isEmpty)
        #expect(target == TargetContent(number: 0, title: ""))
    }

    @Test func `everything that a criterion has is read`() {
        let target = TargetContent(
            document([
                "dokument nummer = 13", "krt-a kind = kriterium", "krt-a gruppe = Levetid",
                "krt-a forpligtelse = anbefaling", "krt-a niveau = udvidet", "krt-a adressat = ordregiver",
                "krt-a kravtyper:tildelingskriterium = true", "krt-a kravtyper:teknisk_specifikation = true",
                "krt-a kravtyper:kontraktvilkaar = false", "krt-a produktgrupper:kontor = true",
                "krt-a maerker:FSC = true", "krt-a maerker:PEFC = false", "krt-a standarder:DS/EN 50564 = true",
                "krt-a eforms.BT-774:circ-econ = true", "krt-a eforms.BT-774:clim-mitig = true",
                "krt-a eforms.BT-774:other = false", "krt-a eforms.BT-805 = national",
                "krt-a aendringFraForrige = ny", "krt-a arbejdsstatus = aftalt", "krt-a/titel: Træ",
                "krt-a/kravtekst: a", "krt-a/udbudstekst: b", "krt-a/betingelse: c", "krt-a/dokumentation: d",
                "krt-a/begrundelse: e", "krt-a/vejledning: f", "krt-a/pointmodel: g", "krt-a/kontraktopfoelgning: h",
                "krt-a/markedsnote: i", "krt-a/maalopfoelgningsindikator: j", "par-2 kind = parameter",
                "par-2 parent = krt-a", "par-2 order = K1", "par-2 navn = Garanti", "par-2 vaerdi = 0,5",
                "par-2 enhed = år", "par-2 kilde = Eksempel", "par-2 revurderes = 2030-05-01",
                "par-1 kind = parameter", "par-1 parent = krt-a", "par-1 order = K2", "par-3 kind = parameter",
                "par-3 parent = krt-b", "par-4 kind = parameter", "par-4 parent = krt-a", "par-4 deleted = true",
            ]))

        let expected = Criterion(
            id: "krt-a", number: "13.1", title: "Træ", group: "Levetid", obligation: .recommendation,
            level: .comprehensive, types: [.technicalSpecification, .awardCriterion], addressee: .buyer,
            productGroups: ["kontor"], requirement: "a", tenderText: "b", condition: "c", proof: "d", rationale: "e",
            guidance: "f", scoring: "g", contractFollowUp: "h", marketNote: "i",
            labels: [Label(name: "FSC", orEquivalent: true), Label(name: "PEFC", orEquivalent: false)],
            standards: ["DS/EN 50564"],
            parameters: [
                Parameter(
                    id: "par-2", name: "Garanti", value: "0,5", unit: "år", source: "Eksempel", review: "2030-05-01"),
                Parameter(id: "par-1", name: "", value: "", unit: ""),
            ], eforms: ["BT-774": ["circ-econ", "clim-mitig"], "BT-805": ["national"]], changeFromPrevious: "ny",
            workStatus: "aftalt", indicator: "j")
        #expect(target.criteria == [expected])
    }

    @Test(arguments: [
        "krt-a forpligtelse = måske", "krt-a forpligtelse = 7", "krt-a niveau = true", "krt-a adressat = alle",
        "krt-a kravtyper:ukendt = true", "dokument nummer = tretten",
    ])
    func `a value that is none of ours counts as not set`(line: String) {
        let plain = TargetContent(document(["krt-a kind = kriterium"]))

        #expect(TargetContent(document(["krt-a kind = kriterium", line])) == plain)
    }

    @Test func `sections, product groups and codes keep their order`() {
        let target = TargetContent(
            document([
                "dokument/titel: Møbler", "dokument naesteGennemgang = 2030-05-01", "dokument cpv:39130000 = Kontor",
                "dokument cpv:39100000 = Møbler", "b kind = sektion", "b order = K1", "b placering = efter",
                "b/titel: B", "b/tekst: Et\nTo", "a kind = sektion", "a order = K2", "a placering = foer",
                "pg-y kind = produktgruppe", "pg-y order = K1", "pg-y/navn: Ypsilon", "pg-x kind = produktgruppe",
                "pg-x order = K2", "pg-z kind = produktgruppe", "pg-z deleted = true",
            ]))

        #expect(target.title == "Møbler")
        #expect(target.nextReview == "2030-05-01")
        #expect(
            target.cpv == [
                CPVCode(code: "39100000", label: "Møbler"), CPVCode(code: "39130000", label: "Kontor"),
            ])
        #expect(target.sections.map(\.id) == ["b", "a"])
        #expect(target.sections.map(\.placement) == [.after, .before])
        #expect(target.sections.first?.text == "Et\nTo")
        #expect(target.productGroups == [ProductGroup(id: "y", name: "Ypsilon"), ProductGroup(id: "x", name: "")])
    }
}

import Foundation
import Testing
import Workspace

@Suite struct DanishCollationTests {
    /// The fixture's list in the order that ICU and Foundation give it in the locale da_DK.
    private static let sorted = fixture.sorteringUd
    private static let fixture = try! JSONDecoder().decode(Fixture.self, from: Data(contentsOf: fixtureURL))
    private static let fixtureURL = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/App/Demo/Fixtures/danske-tegn.json")

    private struct Fixture: Decodable {
        let sorteringInd: [String]
        let sorteringUd: [String]
    }

    @Test func `names sort with aa as å, and æ ø å last`() {
        let names = DanishCollationTests.fixture.sorteringInd

        #expect(names.sortedInDanish { $0 } == DanishCollationTests.sorted)
        #expect(names.reversed().sortedInDanish { $0 } == DanishCollationTests.sorted)
    }

    @Test(arguments: ["Århus", "Ærø", "Åbyhøj", "café"])
    func `composed and decomposed spellings stand side by side`(name: String) {
        let decomposed = name.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "Å": text += "A\u{30A}"
            case "å": text += "a\u{30A}"
            case "é": text += "e\u{301}"
            default: text.unicodeScalars.append(scalar)
            }
        }

        for other in DanishCollationTests.sorted where other != name {
            #expect(DanishCollation.precedes(other, name) == DanishCollation.precedes(other, decomposed))
        }
    }

    @Test(arguments: [
        ("abe", "Abel"), ("Abe", "abe"), ("resume", "resumé"), ("København", "Københavns"), ("9", "A"), ("10", "9"),
        ("a b", "ab"), ("Zebra", "æble"), ("ö", "å"), ("Aarhus", "Århus"), ("yoghurt", "ø"), ("Muller", "Müller"),
        ("z", "Ä"), ("ælder", "øl"),
    ])
    func `the first stands before the second and not the other way round`(first: String, second: String) {
        #expect(DanishCollation.precedes(first, second))
        #expect(!DanishCollation.precedes(second, first))
    }

    @Test func `nothing stands before itself`() {
        for name in DanishCollationTests.sorted { #expect(!DanishCollation.precedes(name, name)) }
    }
}

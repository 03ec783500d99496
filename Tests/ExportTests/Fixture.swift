import Foundation

@testable import Export
@testable import Workspace

/// The demo's furniture target, read from the file that the demo itself is loaded from.
enum Fixture {
    static let stamp = VersionStamp(
        label: "0.4", hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        approval: VersionStamp.Approval(
            approver: "Demo Formand", time: Timestamp(iso8601: "2026-11-17T13:20:00Z")!),
        notice: "Eksempelindhold skrevet til demo og test af Udkast. Ikke et gældende eller vedtaget indkøbsmål.")

    static func furniture() throws -> TargetContent {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appending(path: "Sources/App/Demo/Fixtures/indkoebsmaal-moebler.json")
        return try JSONDecoder().decode(StoredTarget.self, from: Data(contentsOf: file)).content
    }

    /// Two criteria and two sections that together use everything an export can show.
    static let small = TargetContent(
        number: 7, title: "Kontorstole & <bænke>",
        productGroups: [ProductGroup(id: "kontor", name: "Kontormøbler")],
        cpv: [CPVCode(code: "39112000", label: "Stole")], nextReview: "2030-05-01",
        sections: [
            Section(id: "formaal", title: "Formål", placement: .before, text: "Første afsnit, CO₂.\n\nAndet: 1 < 2."),
            Section(id: "oekonomi", title: "Økonomi", placement: .after, text: "Se [[krt-b]] og [[krt-vaek]]."),
        ],
        criteria: [
            Criterion(
                id: "krt-a", number: "7.1", title: "Genbrug", group: "Behov", types: [.buyerObligation],
                addressee: .buyer, productGroups: ["alle"], requirement: "Undersøg lageret.\nNotér svaret."),
            Criterion(
                id: "krt-b", number: "7.2", title: "Mærke", group: "Materialer", obligation: .recommendation,
                level: .comprehensive, types: [.technicalSpecification, .awardCriterion], productGroups: ["kontor"],
                requirement: "Brug mærket.", tenderText: "Produktet skal have mærket.",
                condition: "Se [[krt-a]].", proof: "Licensnummer.", rationale: "Let at kontrollere.",
                guidance: "Spørg markedet.", scoring: "Fulde point.", contractFollowUp: "Stikprøve.",
                marketNote: "Mange leverandører.", labels: [Label(name: "Svanemærket", orEquivalent: true)],
                standards: ["EN 16139", "EN 527"],
                parameters: [
                    Parameter(
                        id: "par-1", name: "Standby", value: "0,5", unit: "watt", source: "Måling",
                        review: "2028-05-01")
                ],
                eforms: ["BT-774": ["circ-econ"]], changeFromPrevious: "skaerpet", workStatus: "droeftes",
                indicator: "Andel udbud"),
        ])
}

/// The shape of the demo's file. Only what exports show is read.
private struct StoredTarget: Decodable {
    struct Group: Decodable { let id, navn: String }
    struct Code: Decodable { let kode, betegnelse: String }
    struct Dates: Decodable { let naesteGennemgang: String? }
    struct Part: Decodable { let id, titel, placering, tekst: String }
    struct Mark: Decodable {
        let navn: String
        let ogTilsvarende: Bool
    }
    struct Figure: Decodable {
        let navn, enhed, kilde: String
        let vaerdi: Decimal
        let revurderes: String?
    }
    /// One code or several.
    enum Codes: Decodable {
        case one(String)
        case several([String])
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let code = try? container.decode(String.self) {
                self = .one(code)
            } else {
                self = .several(try container.decode([String].self))
            }
        }
        var list: [String] {
            switch self {
            case .one(let code): [code]
            case .several(let codes): codes.sorted()
            }
        }
    }
    struct Requirement: Decodable {
        let id, nummer, titel, gruppe, forpligtelse, niveau, adressat, kravtekst: String
        let kravtyper, produktgrupper, standarder: [String]
        let udbudstekst, betingelse, dokumentation, begrundelse, vejledning, pointmodel: String?
        let kontraktopfoelgning, markedsnote, maalopfoelgningsindikator, aendringFraForrige, arbejdsstatus: String?
        let maerker: [Mark]
        let parametre: [Figure]
        let eforms: [String: Codes]
    }

    let nummer: Int
    let titel: String
    let produktgrupper: [Group]
    let cpv: [Code]
    let datoer: Dates
    let sektioner: [Part]
    let kriterier: [Requirement]

    var content: TargetContent {
        TargetContent(
            number: nummer, title: titel,
            productGroups: produktgrupper.map { ProductGroup(id: $0.id, name: $0.navn) },
            cpv: cpv.map { CPVCode(code: $0.kode, label: $0.betegnelse) },
            nextReview: datoer.naesteGennemgang,
            sections: sektioner.map {
                Section(
                    id: $0.id, title: $0.titel, placement: Section.Placement(rawValue: $0.placering)!,
                    text: FormattedText($0.tekst))
            },
            criteria: kriterier.map(criterion))
    }

    private func criterion(_ stored: Requirement) -> Criterion {
        Criterion(
            id: stored.id, number: stored.nummer, title: stored.titel, group: stored.gruppe,
            obligation: Obligation(rawValue: stored.forpligtelse)!, level: Level(rawValue: stored.niveau)!,
            types: stored.kravtyper.map { CriterionType(rawValue: $0)! },
            addressee: Addressee(rawValue: stored.adressat)!, productGroups: stored.produktgrupper,
            requirement: FormattedText(stored.kravtekst), tenderText: FormattedText(stored.udbudstekst ?? ""),
            condition: FormattedText(stored.betingelse ?? ""),
            proof: FormattedText(stored.dokumentation ?? ""), rationale: FormattedText(stored.begrundelse ?? ""),
            guidance: FormattedText(stored.vejledning ?? ""),
            scoring: FormattedText(stored.pointmodel ?? ""),
            contractFollowUp: FormattedText(stored.kontraktopfoelgning ?? ""),
            marketNote: FormattedText(stored.markedsnote ?? ""),
            labels: stored.maerker.map { Label(name: $0.navn, orEquivalent: $0.ogTilsvarende) },
            standards: stored.standarder,
            parameters: stored.parametre.enumerated().map { index, figure in
                Parameter(
                    id: "par-\(stored.id)-\(index)", name: figure.navn,
                    value: "\(figure.vaerdi)".replacingOccurrences(of: ".", with: ","), unit: figure.enhed,
                    source: figure.kilde, review: figure.revurderes)
            },
            eforms: stored.eforms.mapValues(\.list),
            changeFromPrevious: stored.aendringFraForrige ?? "", workStatus: stored.arbejdsstatus ?? "",
            indicator: stored.maalopfoelgningsindikator ?? "")
    }
}

import Foundation

/// The demo content as the files under `Demo/Fixtures` spell it, in Danish.
///
/// Only what the store has a place for is read.
struct DemoFixtures {
    let organisations: Organisations
    let people: [Person]
    let groups: [Group]
    let targets: [Target]
    let terms: Terms
    let meetings: [Meeting]
    let threads: [Thread]
    let history: [String: [StateChange]]

    /// Reads the files that were built into the program's resources.
    ///
    /// - Throws: What Foundation says about a file that is missing or not as described here; then the program was
    ///   not installed whole.
    init() throws {
        organisations = try Self.read("organisationer")
        people = try Self.read("personer", as: People.self).personer
        groups = try Self.read("arbejdsgrupper", as: Groups.self).arbejdsgrupper
        targets = [try Self.read("indkoebsmaal-moebler"), try Self.read("indkoebsmaal-engangsservice")]
        terms = try Self.read("kommissorium-moebler")
        meetings = try Self.read("moeder-moebler", as: Meetings.self).moeder
        threads = try Self.read("kommentartraade", as: Threads.self).traade
        history = try Self.read("versionsforloeb", as: History.self).haendelser
    }

    private static func read<Content: Decodable>(
        _ name: String, as type: Content.Type = Content.self
    ) throws -> Content {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures") else {
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "Fixtures/\(name).json"])
        }
        return try JSONDecoder().decode(type, from: try Data(contentsOf: url))
    }

    // MARK: People and groups

    struct Organisations: Decodable {
        let medlemmer: [Organisation]
        let andre: [Organisation]
    }

    struct Organisation: Decodable {
        let id: String
        let navn: String
        let kortnavn: String
        let type: String
    }

    private struct People: Decodable { let personer: [Person] }

    struct Person: Decodable {
        let id: String
        let navn: String
        let initialer: String
        let organisation: String
        let titel: String
        let email: String
        let roller: [String]
    }

    private struct Groups: Decodable { let arbejdsgrupper: [Group] }

    struct Group: Decodable {
        let id: String
        let navn: String
        let type: String
        let formand: String
        let sekretariat: [String]
        let medlemmer: [String]
        let observatoerer: [String]
        let gaester: [String]
        let status: String
        let mindsteAntalMedlemmer: Int
        let esdhSagsnummer: String
        let start: String
        let milepaele: [Milestone]
    }

    struct Milestone: Decodable {
        let navn: String
        let dato: String
        let status: String
    }

    // MARK: Documents

    struct Target: Decodable {
        let id: String
        let nummer: Int
        let titel: String
        let type: String
        let version: String
        let arbejdsgruppe: String
        let produktgrupper: [ProductGroup]
        let datoer: Dates
        let cpv: [CPVCode]
        let sektioner: [Section]
        let kriterier: [Criterion]
    }

    struct Dates: Decodable { let naesteGennemgang: String? }

    struct ProductGroup: Decodable {
        let id: String
        let navn: String
    }

    struct CPVCode: Decodable {
        let kode: String
        let betegnelse: String
    }

    struct Section: Decodable {
        let id: String
        let titel: String
        let placering: String
        let tekst: String
    }

    struct Criterion: Decodable {
        let id: String
        let titel: String
        let gruppe: String
        let forpligtelse: String
        let niveau: String
        let kravtyper: [String]
        let adressat: String
        let produktgrupper: [String]
        let kravtekst: String?
        let udbudstekst: String?
        let betingelse: String?
        let dokumentation: String?
        let begrundelse: String?
        let vejledning: String?
        let pointmodel: String?
        let kontraktopfoelgning: String?
        let maerker: [Label]
        let standarder: [String]
        let parametre: [Parameter]
        let eforms: [String: Codes]
        let aendringFraForrige: String
        let arbejdsstatus: String
        let maalopfoelgningsindikator: String?
    }

    struct Label: Decodable {
        let navn: String
        let ogTilsvarende: Bool
    }

    struct Parameter: Decodable {
        let navn: String
        let vaerdi: Double
        let enhed: String
        let kilde: String
        let revurderes: String?
    }

    /// One code or a list of them.
    enum Codes: Decodable {
        case one(String)
        case several([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(String.self) {
                self = .one(one)
            } else {
                self = .several(try container.decode([String].self))
            }
        }
    }

    struct Terms: Decodable {
        let id: String
        let titel: String
        let arbejdsgruppe: String
        let godkendt: TermsApproval
        let afsnit: [TermsSection]
    }

    struct TermsApproval: Decodable { let dato: String }

    struct TermsSection: Decodable {
        let titel: String
        let tekst: String
    }

    // MARK: Meetings

    private struct Meetings: Decodable { let moeder: [Meeting] }

    struct Meeting: Decodable {
        let id: String
        let nummer: Int
        let titel: String
        let dato: String
        let fra: String
        let til: String
        let sted: String
        let moedeleder: String
        let referent: String
        let dagsordenUdsendt: String?
        let referatUdsendt: String?
        let referatGodkendt: String?
        let referatstatus: String
        let deltagere: [Attendance]
        let punkter: [AgendaItem]
    }

    struct Attendance: Decodable {
        let person: String
        let rolle: String
        let fremmoede: String
        let punkter: [Int]?
    }

    struct AgendaItem: Decodable {
        let nr: Int
        let titel: String
        let form: String
        let minutter: Int
        let oplaeg: String
        let sagsfremstilling: String
        let bilag: [String]
        let referat: String
        let beslutninger: [Decision]
        let aktioner: [ActionItem]
    }

    struct Decision: Decodable {
        let id: String
        let tekst: String
        let vedroerer: String?
        let enighed: String
    }

    struct ActionItem: Decodable {
        let id: String
        let tekst: String
        let ansvarlig: String
        let frist: String?
        let status: String
        let lukket: String?
        let vedroerer: String?
    }

    // MARK: Comments and versions

    private struct Threads: Decodable { let traade: [Thread] }

    struct Thread: Decodable {
        let id: String
        let type: String
        let status: String
        let anker: Anchor
        let indlaeg: [Post]
        let loestAf: String?
        let genaabnet: Bool
        let forslag: Suggestion?
    }

    struct Anchor: Decodable {
        let dokument: String
        let felt: String
        let citat: String
        let start: Int
        let slut: Int
    }

    struct Post: Decodable {
        let nr: Int
        let forfatter: String
        let tidspunkt: String
        let tekst: String
        let naevner: [String]
    }

    struct Suggestion: Decodable { let erstatCitatMed: String }

    private struct History: Decodable { let haendelser: [String: [StateChange]] }

    struct StateChange: Decodable {
        let tidspunkt: String
        let version: String
        let nyTilstand: String
        let person: String
        let bemaerkning: String?
    }
}

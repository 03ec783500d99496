import Markup

/// The codes of the Common Procurement Vocabulary (Regulation (EC) No 213/2008) that the partnership's areas buy under,
/// with their official Danish names (the EU's eForms SDK, `translations/code_da.xml`), by code without its check digit.
///
/// Offered where a target says what it covers; any other code may be written with a name of one's own.
enum CPVNames {
    static let listID = "cpv-names"

    /// What the editor offers, and looks names up in.
    static var html: HTML {
        element("datalist", ["id": listID, "lang": "da"]) {
            for entry in all { element("option", ["value": "\(entry.code) \(entry.name)"]) }
        }
    }

    static let all: [(code: String, name: String)] = [
        ("03410000", "Træ"),
        ("15000000", "Fødevarer, drikkevarer, tobak og beslægtede produkter"),
        ("18937000", "Sække til pakning af varer"),
        ("19640000", "Affaldssække og -poser af polyethylen"),
        ("22000000", "Tryksager og beslægtede produkter"),
        ("30197630", "Trykpapir"),
        ("30200000", "Edb-maskiner og -artikler"),
        ("30213100", "Bærbare datamater"),
        ("31500000", "Belysningsudstyr og elektriske lamper"),
        ("33751000", "Engangsbleer"),
        ("33772000", "Engangsprodukter af papir"),
        ("34100000", "Motorkøretøjer"),
        ("37520000", "Legetøj"),
        ("37535200", "Legepladsudstyr"),
        ("39100000", "Møbler"),
        ("39112000", "Stole"),
        ("39121000", "Skriveborde og borde"),
        ("39122000", "Skabe og bogreoler"),
        ("39130000", "Kontormøbler"),
        ("39153000", "Møbler til mødeværelser"),
        ("39160000", "Skolemøbler"),
        ("39161000", "Børnehavemøbler"),
        ("39222000", "Produkter til cateringvirksomhed"),
        ("39222100", "Engangsprodukter til cateringvirksomhed"),
        ("39222110", "Engangsbestik og -tallerkner"),
        ("39222120", "Engangskrus"),
        ("39310000", "Cateringudstyr"),
        ("39314000", "Industrielt køkkenudstyr"),
        ("39830000", "Rengøringsmidler"),
        ("44100000", "Materialer til bygge- og anlægsarbejder og hermed beslægtede varer"),
        ("44617100", "Kartoner"),
        ("45000000", "Bygge- og anlægsarbejder"),
        ("50850000", "Reparation og vedligeholdelse af møbler"),
        ("55520000", "Cateringvirksomhed"),
        ("60100000", "Vejtransport"),
        ("79800000", "Trykning og hermed beslægtede tjenesteydelser"),
        ("90910000", "Rengøring"),
    ]
}

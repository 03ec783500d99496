import Merge
import RichText
import Store
import Workspace

/// A demo document as it is being written: edits go into it one batch at a time, as if somebody had typed them.
struct DemoDocument {
    private(set) var document = Document()
    private let id: DocumentID
    private let author: MemberID
    private let session: SessionID
    private var pending: [Operation] = []

    /// What is to be stored.
    private(set) var batches: [NewBatch] = []

    /// When the next batch arrives; each takes a minute.
    private var clock: Timestamp

    /// - Parameters:
    ///   - session: A number that the store has issued for this document and author.
    ///   - start: When the writing began.
    init(_ id: DocumentID, author: MemberID, session: UInt64, start: Timestamp) {
        self.id = id
        self.author = author
        self.session = SessionID(session)
        clock = start
    }

    /// Writes a text into an empty field. Nothing is written for nil.
    mutating func write(_ text: String?, in node: String, _ field: String) {
        guard let text, !text.isEmpty else { return }
        pending.append(.insert(place(node, field), at: 0, Array(text.unicodeScalars)))
    }

    /// Sets a register to a text. Nothing is set for nil.
    mutating func set(_ text: String?, _ node: String, _ key: String) {
        guard let text else { return }
        set(.text(text), node, key)
    }

    mutating func set(_ value: RegisterValue, _ node: String, _ key: String) {
        pending.append(.set(node: name(node), key: name(key), value))
    }

    /// Ends a batch: what has been written since the last one travels together.
    mutating func endBatch() {
        let batch = document.batch(by: session, pending)
        let bytes = batch.encoded(after: document.lastPlace(of: session))
        do { try document.apply(batch) } catch { preconditionFailure("demo batch of \(id): \(error)") }
        batches.append(
            NewBatch(
                document: id, session: batch.session.rawValue, firstSequence: batch.firstSequence,
                eventCount: batch.eventCount, member: author, receivedAt: clock, bytes: bytes))
        clock = clock.advanced(byMilliseconds: 60_000)
        pending = []
    }

    /// The id of the character that stands at a position, as comment anchors write it.
    mutating func anchor(of position: Int, in node: String, _ field: String) -> String? {
        document.scalarID(at: position, in: place(node, field))?.anchor
    }

    private func name(_ text: String) -> Name {
        guard let name = Name(text) else { preconditionFailure("demo content has no valid name: \(text)") }
        return name
    }

    private func place(_ node: String, _ field: String) -> Place { Place(node: name(node), field: name(field)) }
}

extension DemoDocument {
    /// The whole content of a draft target.
    mutating func write(_ target: DemoFixtures.Target) {
        let root = "dokument"
        set("target", root, "kind")
        set(.integer(Int64(target.nummer)), root, "nummer")
        set(target.type, root, "type")
        set(target.datoer.naesteGennemgang, root, "naesteGennemgang")
        for code in target.cpv { set(code.betegnelse, root, "cpv:\(code.kode)") }
        write(target.titel, in: root, "titel")
        for (group, order) in zip(target.produktgrupper, OrderKey.spread(target.produktgrupper.count)) {
            let node = "pg-\(group.id)"
            set("produktgruppe", node, "kind")
            set(order, node, "order")
            write(group.navn, in: node, "navn")
        }
        endBatch()
        for (section, order) in zip(target.sektioner, OrderKey.spread(target.sektioner.count)) {
            write(section, order: order)
            endBatch()
        }
        for (criterion, order) in zip(target.kriterier, OrderKey.spread(target.kriterier.count)) {
            write(criterion, order: order)
            endBatch()
        }
    }

    private mutating func write(_ section: DemoFixtures.Section, order: String) {
        set("sektion", section.id, "kind")
        set(order, section.id, "order")
        set(section.placering, section.id, "placering")
        write(section.titel, in: section.id, "titel")
        write(section.tekst, in: section.id, "tekst")
    }

    private mutating func write(_ criterion: DemoFixtures.Criterion, order: String) {
        let node = criterion.id
        set("kriterium", node, "kind")
        set(order, node, "order")
        set(criterion.gruppe, node, "gruppe")
        set(criterion.forpligtelse, node, "forpligtelse")
        set(criterion.niveau, node, "niveau")
        set(criterion.adressat, node, "adressat")
        set(criterion.aendringFraForrige, node, "aendringFraForrige")
        set(criterion.arbejdsstatus, node, "arbejdsstatus")
        for type in criterion.kravtyper { set(.bool(true), node, "kravtyper:\(type)") }
        for group in criterion.produktgrupper { set(.bool(true), node, "produktgrupper:\(group)") }
        for label in criterion.maerker { set(.bool(label.ogTilsvarende), node, "maerker:\(label.navn)") }
        for standard in criterion.standarder { set(.bool(true), node, "standarder:\(standard)") }
        for (field, codes) in criterion.eforms.sorted(by: { $0.key < $1.key }) {
            switch codes {
            case .one(let code): set(code, node, "eforms.\(field)")
            case .several(let codes): for code in codes { set(.bool(true), node, "eforms.\(field):\(code)") }
            }
        }
        write(criterion.titel, in: node, "titel")
        write(criterion.kravtekst, in: node, "kravtekst")
        write(criterion.udbudstekst, in: node, "udbudstekst")
        write(criterion.betingelse, in: node, "betingelse")
        write(criterion.dokumentation, in: node, "dokumentation")
        write(criterion.begrundelse, in: node, "begrundelse")
        write(criterion.vejledning, in: node, "vejledning")
        write(criterion.pointmodel, in: node, "pointmodel")
        write(criterion.kontraktopfoelgning, in: node, "kontraktopfoelgning")
        write(criterion.maalopfoelgningsindikator, in: node, "maalopfoelgningsindikator")
        for (index, parameter) in criterion.parametre.enumerated() {
            write(parameter, number: index + 1, of: criterion, order: OrderKey.spread(index + 1)[index])
        }
    }

    private mutating func write(
        _ parameter: DemoFixtures.Parameter, number: Int, of criterion: DemoFixtures.Criterion, order: String
    ) {
        let node = "par-\(criterion.id.dropFirst("krt-".count))-\(number)"
        set("parameter", node, "kind")
        set(criterion.id, node, "parent")
        set(order, node, "order")
        set(parameter.navn, node, "navn")
        set(Self.decimalComma(parameter.vaerdi), node, "vaerdi")
        set(parameter.enhed, node, "enhed")
        set(parameter.kilde, node, "kilde")
        set(parameter.revurderes, node, "revurderes")
    }

    /// `0,5` and `70`: as a Danish text writes a number.
    private static func decimalComma(_ value: Double) -> String {
        guard value != value.rounded() else { return String(Int(value)) }
        return String(value.description.map { $0 == "." ? "," : $0 })
    }

    /// The whole content of terms of reference.
    mutating func write(_ terms: DemoFixtures.Terms) {
        set("termsOfReference", "dokument", "kind")
        write(terms.titel, in: "dokument", "titel")
        for (index, order) in OrderKey.spread(terms.afsnit.count).enumerated() {
            let section = terms.afsnit[index]
            write(
                DemoFixtures.Section(
                    id: "afsnit-\(index + 1)", titel: section.titel, placering: "foer", tekst: section.tekst),
                order: order)
        }
        endBatch()
    }

    /// The agenda and the minutes of a meeting.
    mutating func write(_ meeting: DemoFixtures.Meeting) {
        set("minutes", "dokument", "kind")
        write(meeting.titel, in: "dokument", "titel")
        for (item, order) in zip(meeting.punkter, OrderKey.spread(meeting.punkter.count)) {
            let node = Self.node(ofItem: item.nr)
            set("punkt", node, "kind")
            set(order, node, "order")
            set(item.form, node, "form")
            set(.integer(Int64(item.minutter)), node, "minutter")
            set(item.oplaeg, node, "oplaeg")
            for enclosure in item.bilag { set(.bool(true), node, "bilag:\(enclosure)") }
            write(item.titel, in: node, "titel")
            write(item.sagsfremstilling, in: node, "sagsfremstilling")
            write(item.referat, in: node, "referat")
        }
        endBatch()
    }

    /// The node of an agenda item; numbers count from 1.
    static func node(ofItem number: Int) -> String { "pkt-\(number)" }
}

import Merge
public import RichText

extension TargetContent {
    /// Reads a target out of a document, as `dokument`, its product groups, sections, criteria and parameters say.
    ///
    /// Deleted nodes are left out. What a document does not say, or says in a word that this program does not know,
    /// is read as if it had never been set, so that one strange register does not hide the rest of a target.
    public init(_ document: DocumentContent) {
        let number = document.integer(Self.root, "nummer") ?? 0
        self.init(
            number: number, title: document.text(Self.root, "titel"),
            productGroups: document.children(kind: "produktgruppe").map { node in
                ProductGroup(id: Self.productGroupID(ofNode: node), name: document.text(node, "navn"))
            },
            cpv: document.elements(of: "cpv", in: Self.root).map { element in
                CPVCode(code: element.element, label: element.value.string ?? "")
            },
            nextReview: document.string(Self.root, "naesteGennemgang"),
            sections: document.children(kind: "sektion").map { node in
                Section(
                    id: node, title: document.text(node, "titel"),
                    placement: document.value(node, "placering") ?? .before,
                    text: document.formattedText(node, "tekst"))
            },
            criteria: document.children(kind: "kriterium").enumerated().map { index, node in
                Criterion(node, number: "\(number).\(index + 1)", in: document)
            })
    }

    /// The node of what belongs to the document as a whole.
    static let root = "dokument"

    /// Criteria name a product group by its node's id without the prefix that all of them have.
    private static func productGroupID(ofNode node: String) -> String {
        node.utf8.starts(with: "pg-".utf8) ? String(node.dropFirst(3)) : node
    }
}

extension Criterion {
    /// Reads the criterion that a node holds.
    ///
    /// - Parameter number: Its printed number, which the node does not know.
    fileprivate init(_ node: String, number: String, in document: DocumentContent) {
        let types = document.members(of: "kravtyper", in: node)
        self.init(
            id: node, number: number, title: document.text(node, "titel"),
            group: document.string(node, "gruppe") ?? "",
            obligation: document.value(node, "forpligtelse") ?? .requirement,
            level: document.value(node, "niveau") ?? .core,
            types: CriterionType.allCases.filter { types.contains($0.rawValue) },
            addressee: document.value(node, "adressat") ?? .supplier,
            productGroups: document.members(of: "produktgrupper", in: node),
            requirement: document.formattedText(node, "kravtekst"),
            tenderText: document.formattedText(node, "udbudstekst"),
            condition: document.formattedText(node, "betingelse"), proof: document.formattedText(node, "dokumentation"),
            rationale: document.formattedText(node, "begrundelse"),
            guidance: document.formattedText(node, "vejledning"),
            scoring: document.formattedText(node, "pointmodel"),
            contractFollowUp: document.formattedText(node, "kontraktopfoelgning"),
            marketNote: document.formattedText(node, "markedsnote"),
            labels: document.elements(of: "maerker", in: node).map { element in
                Label(name: element.element, orEquivalent: element.value != .bool(false))
            },
            standards: document.members(of: "standarder", in: node),
            parameters: document.children(kind: "parameter", parent: node).map { Parameter($0, in: document) },
            eforms: Self.eforms(of: node, in: document),
            changeFromPrevious: document.string(node, "aendringFraForrige") ?? "",
            workStatus: document.string(node, "arbejdsstatus") ?? "",
            indicator: document.text(node, "maalopfoelgningsindikator"))
    }

    /// A field that takes several codes is a set (`eforms.BT-774:circ-econ`), one that takes one is a plain register.
    private static func eforms(of node: String, in document: DocumentContent) -> [String: [String]] {
        let prefix = "eforms."
        var codes: [String: [String]] = [:]
        for (key, value) in document.registers(of: node) where key.utf8.starts(with: prefix.utf8) {
            let name = key.dropFirst(prefix.count)
            if let colon = name.firstIndex(of: ":") {
                guard value != .bool(false) else { continue }
                codes[String(name[..<colon]), default: []].append(String(name[name.index(after: colon)...]))
            } else if let code = value.string, !code.isEmpty {
                codes[String(name), default: []].append(code)
            }
        }
        return codes
    }
}

extension Parameter {
    fileprivate init(_ node: String, in document: DocumentContent) {
        self.init(
            id: node, name: document.string(node, "navn") ?? "", value: document.string(node, "vaerdi") ?? "",
            unit: document.string(node, "enhed") ?? "", source: document.string(node, "kilde") ?? "",
            review: document.string(node, "revurderes"))
    }
}

extension DocumentContent {
    /// A register's text; nil when it is not set, empty or no text.
    fileprivate func string(_ node: String, _ key: String) -> String? {
        guard let text = register(node, key)?.string, !text.isEmpty else { return nil }
        return text
    }

    fileprivate func integer(_ node: String, _ key: String) -> Int? {
        guard case .integer(let integer) = register(node, key) else { return nil }
        return Int(integer)
    }

    /// A register's text as one of the values it may have.
    fileprivate func value<Value: RawRepresentable<String>>(_ node: String, _ key: String) -> Value? {
        string(node, key).flatMap { Value(rawValue: $0) }
    }

    /// A set's elements, in the order of their names. An element that is set to false is not in it.
    fileprivate func members(of set: String, in node: String) -> [String] {
        elements(of: set, in: node).filter { $0.value != .bool(false) }.map(\.element)
    }
}

extension RegisterValue {
    /// Nil unless it is a text.
    fileprivate var string: String? {
        guard case .string(let scalars) = self else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}

public import Merge

/// What a document says at one moment, without its history: the thing that a chair approves.
///
/// Equal content has equal ``canonicalBytes`` on every replica, and ``hash`` over them names it.
public struct DocumentContent: Hashable, Sendable {
    /// Non-empty texts by node and field.
    private var texts: [Name: [Name: Text]] = [:]
    /// Registers that have a value, by node and key.
    private var registers: [Name: [Name: RegisterValue]] = [:]

    private struct Text: Hashable, Sendable {
        let scalars: [Unicode.Scalar]
        /// Cover the scalars, neighbours differ; none where no scalar has an attribute.
        let spans: [AttributeSpan]
    }

    public init() {}

    public init(
        attributedTexts texts: [(place: Place, text: [Unicode.Scalar], spans: [AttributeSpan])],
        registers: [(node: Name, key: Name, value: RegisterValue)]
    ) {
        for (place, text, spans) in texts where !text.isEmpty {
            self.texts[place.node, default: [:]][place.field] = Text(scalars: text, spans: spans)
        }
        for (node, key, value) in registers { self.registers[node, default: [:]][key] = value }
    }

    /// Content whose texts have no attributes.
    public init(
        texts: [(place: Place, text: [Unicode.Scalar])],
        registers: [(node: Name, key: Name, value: RegisterValue)]
    ) {
        self.init(attributedTexts: texts.map { (place: $0.place, text: $0.text, spans: []) }, registers: registers)
    }

    /// The text of a field; empty where nobody has written.
    public func text(_ node: String, _ field: String) -> String {
        guard let node = Name(node), let field = Name(field), let text = texts[node]?[field] else { return "" }
        return String(decoding: encodeUTF8(text.scalars), as: UTF8.self)
    }

    /// The text of a field in runs of equal attributes; none where nobody has written.
    public func runs(_ node: String, _ field: String) -> [TextRun] {
        guard let node = Name(node), let field = Name(field), let text = texts[node]?[field] else { return [] }
        return TextRun.runs(of: text.scalars, text.spans)
    }

    public func register(_ node: String, _ key: String) -> RegisterValue? {
        guard let node = Name(node), let key = Name(key) else { return nil }
        return registers[node]?[key]
    }

    /// Nodes that exist: those whose `kind` is set, deleted ones too, in the order of their ids.
    public var nodes: [String] {
        registers.filter { $0.value[Vocabulary.kind] != nil }.keys.sorted().map { $0.text }
    }

    /// Nodes that have a value in any register, in the order of their ids; some may have no `kind`.
    public var nodesWithRegisters: [String] {
        registers.keys.sorted().map { $0.text }
    }

    /// A node's registers, in the order of their keys.
    public func registers(of node: String) -> [(key: String, value: RegisterValue)] {
        guard let node = Name(node), let values = registers[node] else { return [] }
        return values.keys.sorted().map { (key: $0.text, value: values[$0]!) }
    }

    /// The elements of a set that is kept as one register each: `kravtyper:kontraktvilkaar` is in `kravtyper`.
    public func elements(of set: String, in node: String) -> [(element: String, value: RegisterValue)] {
        let prefix = set + ":"
        return registers(of: node).compactMap { key, value in
            key.utf8.starts(with: prefix.utf8)
                ? (element: String(decoding: key.utf8.dropFirst(prefix.utf8.count), as: UTF8.self), value: value) : nil
        }
    }

    /// Nodes of a kind that are not deleted, in the order of their `order` keys, then their ids.
    public func children(kind: String, parent: String? = nil) -> [String] {
        nodes(kind: kind, parent: parent, deleted: false)
    }

    /// Nodes of a kind that are deleted and can be restored, in the order they would have.
    public func deletedNodes(kind: String) -> [String] {
        nodes(kind: kind, parent: nil, deleted: true)
    }

    /// Places with text, in the order of their names.
    public var places: [(node: String, field: String)] {
        sortedPlaces.map { (node: $0.node.text, field: $0.field.text) }
    }

    private var sortedPlaces: [Place] {
        texts.flatMap { node, fields in fields.keys.map { Place(node: node, field: $0) } }.sorted()
    }

    private func nodes(kind: String, parent: String?, deleted: Bool) -> [String] {
        let kind = RegisterValue.text(kind)
        let parent = parent.map { RegisterValue.text($0) }
        let found = registers.filter { _, values in
            values[Vocabulary.kind] == kind
                && (values[Vocabulary.deleted] == .bool(true)) == deleted
                && (parent == nil || values[Vocabulary.parent] == parent)
        }
        return found.map { node, values in (order: Self.orderBytes(values[Vocabulary.order]), node: node) }
            .sorted { left, right in
                left.order == right.order ? left.node < right.node : left.order.lexicographicallyPrecedes(right.order)
            }
            .map { $0.node.text }
    }

    private static func orderBytes(_ value: RegisterValue?) -> [UInt8] {
        guard case .string(let scalars) = value else { return [] }
        return encodeUTF8(scalars)
    }
}

/// The register keys that give nodes their existence, order and nesting.
enum Vocabulary {
    static let kind = Name("kind")!
    static let order = Name("order")!
    static let parent = Name("parent")!
    static let deleted = Name("deleted")!
}

// MARK: The canonical form

/// Bytes that are no canonical document.
public struct CanonicalFormError: Error, Hashable, Sendable {
    /// Counted from 1; 0 where the heading is wrong.
    public let line: Int

    public init(line: Int) {
        self.line = line
    }
}

extension DocumentContent {
    /// The document as one line of JSON for each register and each text, readable without this program:
    ///
    ///     {"format":"udkast-document","version":1}
    ///     ["register","krt-mob-b2","forpligtelse","krav"]
    ///     ["text","krt-mob-b2","titel","Miljømærke"]
    ///     ["text","krt-mob-b2","kravtekst","CO2-aftryk",[[2,{}],[1,{"sub":true}],[7,{}]]]
    ///
    /// The fifth part, of texts that have attributes, says for how many scalars which attributes hold. Registers first, then texts, each sorted by the bytes of their names; empty texts and absent values do not
    /// appear; lines end in LF. UTF-8; only `"`, `\` and control characters are escaped. So equal content has equal
    /// bytes.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(raw: Self.heading)
        for node in registers.keys.sorted() {
            for key in registers[node]!.keys.sorted() {
                writer.write(register: node, key, registers[node]![key]!)
            }
        }
        for place in sortedPlaces {
            let text = texts[place.node]![place.field]!
            writer.write(text: place, encodeUTF8(text.scalars), text.spans)
        }
        return writer.bytes
    }

    /// The SHA-256 of ``canonicalBytes``, as 64 lower-case hexadecimal digits: the name of exactly this content.
    public var hash: String {
        SHA256.hexadecimal(canonicalBytes)
    }

    /// Reads what ``canonicalBytes`` writes.
    ///
    /// - Throws: where a line is no register and no text, or the bytes are not the canonical form of what they say.
    public init(canonicalBytes: [UInt8]) throws(CanonicalFormError) {
        let heading = Self.heading.withUTF8Buffer { Array($0) }
        guard canonicalBytes.starts(with: heading) else { throw CanonicalFormError(line: 0) }
        var number = 0
        for line in canonicalBytes[heading.count...].split(separator: UInt8(ascii: "\n")) {
            number += 1
            guard insert(line: Array(line)) else { throw CanonicalFormError(line: number) }
        }
        guard self.canonicalBytes == canonicalBytes else { throw CanonicalFormError(line: number) }
    }

    static let heading: StaticString = "{\"format\":\"udkast-document\",\"version\":1}\n"

    private mutating func insert(line: [UInt8]) -> Bool {
        guard let value = JSONReader.read(line), case .array(let parts) = value,
            (4...5).contains(parts.count),
            case .string(let kind) = parts[0], case .string(let first) = parts[1], case .string(let second) = parts[2],
            let node = Name(node: first), let name = Name(bytes: second)
        else { return false }
        if kind == Array("register".utf8) {
            guard parts.count == 4, let value = parts[3].registerValue, let value else { return false }
            registers[node, default: [:]][name] = value
            return true
        }
        guard kind == Array("text".utf8), case .string(let bytes) = parts[3], let scalars = decodeUTF8(bytes) else {
            return false
        }
        guard let spans = parts.count == 5 ? Self.spans(parts[4], over: scalars.count) : [] else { return false }
        texts[node, default: [:]][name] = Text(scalars: scalars, spans: spans)
        return true
    }

    /// Nil unless the spans cover the text, neighbours differ and one has an attribute.
    private static func spans(_ value: JSONValue, over count: Int) -> [AttributeSpan]? {
        guard case .array(let parts) = value else { return nil }
        var spans: [AttributeSpan] = []
        for part in parts {
            guard let span = AttributeSpan(json: part), spans.last?.attributes != span.attributes else { return nil }
            spans.append(span)
        }
        guard spans.reduce(0, { $0 + $1.count }) == count, spans.contains(where: { !$0.attributes.isEmpty }) else {
            return nil
        }
        return spans
    }
}

extension JSONWriter {
    mutating func write(register node: Name, _ key: Name, _ value: RegisterValue) {
        write(raw: "[\"register\",")
        write(string: node.bytes)
        write(raw: ",")
        write(string: key.bytes)
        write(raw: ",")
        write(value)
        write(raw: "]\n")
    }

    mutating func write(text place: Place, _ utf8: [UInt8], _ spans: [AttributeSpan]) {
        write(raw: "[\"text\",")
        write(string: place.node.bytes)
        write(raw: ",")
        write(string: place.field.bytes)
        write(raw: ",")
        write(string: utf8)
        if !spans.isEmpty {
            write(raw: ",")
            write(.array(spans.map { $0.json }))
        }
        write(raw: "]\n")
    }
}

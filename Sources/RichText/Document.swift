public import Merge

/// A draft, minutes or terms of reference as it is edited: one history of events, made of texts and registers.
///
/// Replicas that hold the same events show the same content, whatever the order in which they came.
///
/// - A **text** at a ``Merge/Place`` is a sequence of Unicode scalars with attributes, merged by
///   ``Merge/TextSequence``. U+000A is the *block marker*: it starts the block behind it and carries its attributes.
/// - A **register** at a node and key is a value that the last writer decides: the greatest Lamport time, then the
///   greatest event id.
public struct Document: Sendable {
    public internal(set) var graph = EventGraph()
    /// The server's order, as far as this replica knows it.
    var log = SettledLog()
    /// How many events of each session are not in ``log`` yet, by its number in the graph.
    var unsettled: [Int] = []
    /// How much of the log each session had seen at its last event, besides its own, by its number in the graph; −1
    /// where that is not known to be exactly so much.
    var seen: [Int32] = []

    var texts: [TextSequence] = []
    /// The place of each text, by its number.
    var places = Numbering<Place>()
    /// The text that was asked for last, which mostly is the next one too.
    private var lastText: Int?
    /// The text that each session changed last, by its number in the graph; −1 for none.
    var lastTexts: [Int32] = []

    /// Every register that was ever written.
    var registerKeys = Numbering<RegisterKey>()
    /// What each holds, by its number.
    var registers: [RegisterEntry] = []
    /// Every write of a register, in log order.
    var registerWrites: [RegisterWrite] = []
    var scalarCount = 0
    /// The history of a document that was opened from its text, until somebody asks for it.
    var unreadHistory: [UInt8]?
    var difference = VersionDifference()

    struct RegisterKey: Hashable {
        let node: Name
        let key: Name
    }

    struct RegisterEntry {
        let value: RegisterValue?
        let lamport: UInt64
        let writer: EventID
    }

    struct RegisterWrite {
        let event: LogIndex
        let register: RegisterKey
        let value: RegisterValue?
    }

    public init() {}

    // MARK: Reading

    public func text(at place: Place) -> [Unicode.Scalar] {
        textNumber(of: place).map { texts[$0].text } ?? []
    }

    /// In UTF-8.
    public func utf8(at place: Place) -> [UInt8] {
        textNumber(of: place).map { texts[$0].utf8 } ?? []
    }

    /// In Unicode scalars.
    public func length(of place: Place) -> Int {
        textNumber(of: place).map { count(ofText: $0) } ?? 0
    }

    /// A text in runs of equal attributes, which cover it; empty for an empty text.
    public func runs(at place: Place) -> [TextRun] {
        guard let number = textNumber(of: place), count(ofText: number) > 0 else { return [] }
        return TextRun.runs(of: texts[number].text, spans(ofText: number))
    }

    /// A part of a text in runs of equal attributes; nil where it reaches past the end.
    public func runs(at place: Place, in range: Range<Int>) -> [TextRun]? {
        guard let number = textNumber(of: place), range.lowerBound >= 0, range.upperBound <= count(ofText: number)
        else {
            return nil
        }
        let part = TextSequence.part(of: texts, number, range)
        return TextRun.runs(
            of: part.scalars, part.runs.map { AttributeSpan(count: $0.count, attributes: $0.attributes) })
    }

    public func register(_ node: Name, _ key: Name) -> RegisterValue? {
        registerKeys.number(of: RegisterKey(node: node, key: key)).flatMap { registers[$0].value }
    }

    /// The whole document as a plain value: cost grows with the document.
    public var content: DocumentContent {
        DocumentContent(
            attributedTexts: texts.indices.map { number in
                (place: places[number], text: texts[number].text, spans: spans(ofText: number))
            },
            registers: registers.indices.compactMap { number in
                let register = registerKeys[number]
                return registers[number].value.map { (node: register.node, key: register.key, value: $0) }
            })
    }

    /// The canonical form of ``content``, without going through it.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(raw: DocumentContent.heading)
        let keys = registerKeys.elements
        for number in Self.sorted(keys.map { ($0.node.bytes, $0.key.bytes) }) {
            guard let value = registers[number].value else { continue }
            writer.write(register: keys[number].node, keys[number].key, value)
        }
        let places = places.elements
        for number in Self.sorted(places.map { ($0.node.bytes, $0.field.bytes) }) where count(ofText: number) > 0 {
            writer.write(text: places[number], texts[number].utf8, spans(ofText: number))
        }
        return writer.bytes
    }

    /// The SHA-256 of ``canonicalBytes``.
    public var canonicalHash: [UInt8] {
        SHA256.hash(canonicalBytes)
    }

    /// The numbers of pairs of names, in the order of the pairs.
    private static func sorted(_ pairs: [([UInt8], [UInt8])]) -> [Int] {
        sortedNumbers(pairs.count) { left, right in
            let (left, right) = (pairs[left], pairs[right])
            return left.0 == right.0
                ? left.1.lexicographicallyPrecedes(right.1) : left.0.lexicographicallyPrecedes(right.0)
        }
    }

    /// The place of a session's last operation that changed a text: what the bytes of its next batch lean on.
    public func lastPlace(of session: SessionID) -> Place? {
        guard let number = graph.sessionNumber(of: session), number < lastTexts.count, lastTexts[number] >= 0 else {
            return nil
        }
        return places[Int(lastTexts[number])]
    }

    /// The id of the scalar at `position`, which it keeps through every edit; nil past the end.
    ///
    /// Mutating, like the next, only because the text's walk may have to take in what was typed since it was last used.
    public mutating func scalarID(at position: Int, in place: Place) -> EventID? {
        guard hasHistory(), let number = textNumber(of: place) else { return nil }
        return texts[number].event(at: position, in: graph).map { graph.id(of: $0) }
    }

    /// Where a scalar stands now, or would stand if it were not deleted; nil for one that was never at this place.
    public mutating func position(of scalar: EventID, in place: Place) -> (position: Int, isDeleted: Bool)? {
        guard hasHistory(), let number = textNumber(of: place), let event = graph.index(of: scalar) else { return nil }
        return texts[number].position(of: event, in: graph)
    }

    /// Forgets what only makes merging faster, to save memory while nobody writes.
    public mutating func dropWalkState() {
        for number in texts.indices { texts[number].dropWalkState() }
    }

    // MARK: Texts by number

    /// Not through the array's subscript, which would copy the text's two dozen parts for a number.
    func count(ofText number: Int) -> Int {
        TextSequence.count(of: texts, number)
    }

    private func spans(ofText number: Int) -> [AttributeSpan] {
        texts[number].attributeRuns.map { AttributeSpan(count: $0.count, attributes: $0.attributes) }
    }

    func textNumber(of place: Place) -> Int? {
        if let lastText, places[lastText] == place { return lastText }
        return places.number(of: place)
    }

    mutating func textNumber(addingAt place: Place) -> Int {
        if let number = textNumber(of: place) {
            lastText = number
            return number
        }
        texts.append(TextSequence())
        return places.number(adding: place)
    }
}

public enum DocumentLimits {
    /// Scalars in all texts together; a target of 60 pages has 200,000 (requirement S21: 2 MB of text).
    public static let scalars = 2_000_000
    /// Of one text. Every edit moves what stands behind it, so this bounds the work that a message can ask for.
    public static let scalarsPerText = 200_000
    /// A target of 120 criteria has 1,500 texts and 5,000 registers.
    public static let places = 5_000
    public static let registers = 20_000
    /// Different attributes that formats name in one text: its comments have one each.
    public static let attributesPerText = 1_000
}

/// What changed in the document when a batch took effect, in order.
public enum Change: Hashable, Sendable {
    case text(Place, TextPatch)
    /// Nil where the value was taken away.
    case register(node: Name, key: Name, RegisterValue?)
}

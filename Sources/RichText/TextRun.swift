public import Merge

/// Scalars in a row that have the same attributes.
public struct TextRun: Hashable, Sendable {
    public var text: [Unicode.Scalar]
    public var attributes: Attributes

    public init(text: [Unicode.Scalar], attributes: Attributes) {
        self.text = text
        self.attributes = attributes
    }

    /// - Parameter spans: cover the text; none for a text without attributes.
    static func runs(of text: [Unicode.Scalar], _ spans: [AttributeSpan]) -> [TextRun] {
        guard !spans.isEmpty else { return text.isEmpty ? [] : [TextRun(text: text, attributes: .none)] }
        var runs: [TextRun] = []
        var start = 0
        for span in spans {
            runs.append(TextRun(text: Array(text[start..<(start + span.count)]), attributes: span.attributes))
            start += span.count
        }
        return runs
    }
}

/// How many scalars in a row have which attributes.
public struct AttributeSpan: Hashable, Sendable {
    public let count: Int
    public let attributes: Attributes

    public init(count: Int, attributes: Attributes) {
        self.count = count
        self.attributes = attributes
    }

    /// The count and an object of the attributes.
    var json: JSONValue {
        .array([.integer(Int64(count)), attributes.json])
    }

    /// Nil for other JSON.
    init?(json: JSONValue) {
        guard case .array(let parts) = json, parts.count == 2, case .integer(let count) = parts[0],
            (1...Int64(DocumentLimits.scalarsPerText)).contains(count), let attributes = Attributes(json: parts[1])
        else { return nil }
        self.init(count: Int(count), attributes: attributes)
    }
}

extension Attributes {
    /// An object of keys and values.
    public var json: JSONValue {
        .object(entries.map { (key: $0.key.bytes, value: JSONValue($0.value)) })
    }

    /// Nil for other JSON.
    public init?(json: JSONValue) {
        guard case .object(let members) = json else { return nil }
        self.init()
        for member in members {
            guard let key = Name(bytes: member.key), let value = member.value.registerValue, let value else {
                return nil
            }
            self[key] = value
        }
    }
}

public import Merge

// Histories and what they give, in few words for people who look for a fault.

extension [EditBatch] {
    /// A line for each batch: `7.0 on 3.4 5.2: insert 0 "ab"[b:true]; delete 3+1`.
    public var words: String {
        map(\.words).joined(separator: "\n")
    }
}

extension EditBatch {
    public var words: String {
        let basis =
            switch basis {
            case .events(let parents): parents.map(\.words).joined(separator: " ")
            case .log(let count): "log \(count)"
            }
        let first = EventID(session: session, sequence: firstSequence)
        return "\(first.words) on \(basis): \(operations.map(\.words).joined(separator: "; "))"
    }
}

extension EventID {
    var words: String { "\(session.rawValue).\(sequence)" }
}

extension Operation {
    var words: String {
        switch self {
        case .insert(let place, let position, let scalars, let attributes):
            "\(place.text) insert \(position) \(scalars.map { AttributedScalar($0, attributes) }.words)"
        case .delete(let place, let position, let count): "\(place.text) delete \(position)+\(count)"
        case .format(let place, let position, let count, let key, let value):
            "\(place.text) format \(position)+\(count) \(key.text):\(value.words)"
        case .set(let node, let key, let value): "set \(node.text) \(key.text):\(value.words)"
        }
    }
}

extension [AttributedScalar] {
    /// `"ab" "c"[b:true]`, runs of equal attributes; what is not ASCII by its number.
    public var words: String {
        var parts: [(text: String, attributes: Attributes)] = []
        for scalar in self {
            let text = scalar.scalar.escaped(asASCII: true)
            if let last = parts.last, last.attributes == scalar.attributes {
                parts[parts.count - 1].text += text
            } else {
                parts.append((text, scalar.attributes))
            }
        }
        return parts.map { part in
            let entries = part.attributes.entries.map { "\($0.key.text):\(Optional($0.value).words)" }
            return "\"\(part.text)\"" + (entries.isEmpty ? "" : "[\(entries.joined(separator: " "))]")
        }.joined(separator: " ")
    }
}

extension RegisterValue? {
    var words: String {
        switch self {
        case nil: "nil"
        case .bool(let truth): "\(truth)"
        case .integer(let number): "\(number)"
        case .string(let scalars): "'\(scalars.map { $0.escaped(asASCII: true) }.joined())'"
        }
    }
}

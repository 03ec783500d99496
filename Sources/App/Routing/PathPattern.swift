/// A path with named parts, such as `/documents/:document/versions/:number`.
struct PathPattern: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    private enum Part: Hashable {
        case literal(String)
        case parameter(String)
    }

    private let parts: [Part]
    let description: String

    /// - Parameter value: Begins with `/`. A part that begins with `:` matches any one part that is not empty.
    init(stringLiteral value: StaticString) {
        self.init(value.description)
    }

    /// The pattern for one of several files that differ in their ending.
    init(_ path: StaticString, ending: StaticString) {
        self.init("\(path).\(ending)")
    }

    private init(_ path: String) {
        description = path
        precondition(description.hasPrefix("/"), "\(description) is not a path")
        parts = description.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            $0.hasPrefix(":") ? .parameter(String($0.dropFirst())) : .literal(String($0))
        }
    }

    /// The named parts of a path that has this shape, else nil. A path with an empty part, and one that ends in `/`,
    /// is another path.
    func match(_ path: String) -> PathParameters? {
        guard path.hasPrefix("/") else { return nil }
        let given = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard given.count == parts.count else { return nil }
        var values: [String: String] = [:]
        for (part, text) in zip(parts, given) {
            switch part {
            case .literal(let literal):
                guard text == literal else { return nil }
            case .parameter(let name):
                guard !text.isEmpty else { return nil }
                values[name] = String(text)
            }
        }
        return PathParameters(values: values)
    }
}

/// What the named parts of a ``PathPattern`` stood for.
struct PathParameters: Sendable {
    fileprivate let values: [String: String]

    init(values: [String: String] = [:]) {
        self.values = values
    }

    /// - Parameter name: One that the pattern has; asking for another is a mistake in our own route table.
    subscript(_ name: String) -> String {
        guard let value = values[name] else { preconditionFailure("the route has no part :\(name)") }
        return value
    }
}

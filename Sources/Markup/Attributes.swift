/// The name of an element or attribute: a literal in our own code, so nothing from a user can decide it.
public struct MarkupName: Hashable, Sendable, ExpressibleByStringLiteral {
    let string: String

    /// - Parameter value: ASCII letters, digits and `- : _ .`, starting with a letter.
    public init(stringLiteral value: StaticString) {
        string = value.description
        precondition(
            Self.isWellFormed(string),
            "\"\(string)\" cannot name an element or attribute")
    }

    private static func isWellFormed(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

/// The attributes of one element, in the order in which they are written.
///
/// A dictionary literal makes one. Values are plain text; nil leaves the attribute out, and the empty string writes
/// the name alone, which is how HTML says that a boolean attribute is on (see ``flag(_:)``).
public struct Attributes: Sendable, ExpressibleByDictionaryLiteral {
    private var pairs: [(name: String, value: String)] = []

    public init(dictionaryLiteral elements: (MarkupName, String?)...) {
        for (name, value) in elements {
            append(name.string, value)
        }
    }

    /// Those of both, the left ones first. They may not share a name.
    public static func + (left: Attributes, right: Attributes) -> Attributes {
        var both = left
        for (name, value) in right.pairs {
            both.append(name, value)
        }
        return both
    }

    private mutating func append(_ name: String, _ value: String?) {
        guard let value else { return }
        precondition(!pairs.contains { $0.name == name }, "the attribute \(name) stands twice")
        pairs.append((name, value))
    }

    func appendHTML(to bytes: inout [UInt8]) {
        for (name, value) in pairs {
            let lowercased = name.lowercased()
            precondition(
                !lowercased.hasPrefix("on") && !Self.forbidden.contains(lowercased),
                "\(name) is not written: behaviour and appearance live in the files under Web")
            bytes.append(UInt8(ascii: " "))
            bytes += name.utf8
            if value.isEmpty { continue }
            bytes += "=\"".utf8
            Escaping.html.append(Self.addresses.contains(lowercased) ? safeAddress(value) : value, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    func appendXML(to bytes: inout [UInt8]) {
        for (name, value) in pairs {
            bytes.append(UInt8(ascii: " "))
            bytes += name.utf8
            bytes += "=\"".utf8
            Escaping.xmlAttribute.append(value, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Attributes whose value is itself a style sheet or a page.
    private static let forbidden: Set<String> = ["style", "srcdoc"]

    /// Attributes that a browser follows, loads or posts to. `srcset` is a list with a grammar of its own and not
    /// needed: it counts as one address, so a list with two is written only when the first one is harmless.
    private static let addresses: Set<String> = [
        "href", "src", "action", "formaction", "poster", "cite", "data", "ping", "srcset", "background", "manifest",
        "xlink:href",
    ]
}

/// The address as given when it is relative or has a scheme that only leads somewhere; otherwise one that leads
/// nowhere, so that `javascript:` and its like in text from people does nothing.
///
/// The scheme is found as browsers find it (WHATWG URL, section 4.4): leading controls and spaces are skipped, tabs
/// and line breaks are ignored wherever they stand.
func safeAddress(_ address: String) -> String {
    var scheme: [UInt8] = []
    for byte in address.utf8 {
        switch byte {
        case 0x09, 0x0A, 0x0D:
            continue
        case 0x00...0x20 where scheme.isEmpty:
            continue
        case UInt8(ascii: ":"):
            let isKnown = harmlessSchemes.contains(String(decoding: scheme, as: UTF8.self).lowercased())
            return isKnown ? address : "about:invalid"
        case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
            return address
        default:
            scheme.append(byte)
        }
    }
    return address
}

private let harmlessSchemes: Set<String> = ["http", "https", "mailto", "tel"]

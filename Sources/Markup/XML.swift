/// A piece of XML 1.0, well formed by construction. It is made like ``HTML``, with ``xml(_:_:content:)``.
///
/// White space is written exactly as given and never added, since it can be content. Characters that XML 1.0 has no
/// way to express (most controls, U+FFFE, U+FFFF) become U+FFFD.
public struct XML: Hashable, Sendable {
    /// UTF-8, without an XML declaration.
    public private(set) var bytes: [UInt8]

    /// Nothing at all.
    public init() {
        bytes = []
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Text, as it shall be read.
    public init(text: String) {
        bytes = []
        Escaping.xmlText.append(text, to: &bytes)
    }

    /// What a closure of parts makes, for functions that want to give back several elements side by side.
    public init(@XMLBuilder content: () -> XML) {
        self = content()
    }

    public var isEmpty: Bool { bytes.isEmpty }

    /// A file of its own: the XML declaration, then this as the root element.
    public var document: [UInt8] {
        Array("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".utf8) + bytes
    }

    public static func += (left: inout XML, right: XML) {
        left.bytes += right.bytes
    }

    public static func + (left: XML, right: XML) -> XML {
        XML(bytes: left.bytes + right.bytes)
    }
}

extension XML: CustomStringConvertible {
    /// The markup itself, for tests and debugging.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// One element with what is inside it.
///
/// - Parameters:
///   - name: With its prefix, for instance `w:p`. The caller declares prefixes as attributes of the root.
///   - attributes: In the order in which they are written; those with the value nil are left out.
///   - content: Strings are text.
public func xml(
    _ name: MarkupName, _ attributes: Attributes = [:], @XMLBuilder content: () -> XML = XML.init
) -> XML {
    let inner = content()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(inner.bytes.count + 64)
    bytes.append(UInt8(ascii: "<"))
    bytes += name.string.utf8
    attributes.appendXML(to: &bytes)
    if inner.isEmpty {
        bytes += "/>".utf8
        return XML(bytes: bytes)
    }
    bytes.append(UInt8(ascii: ">"))
    bytes += inner.bytes
    bytes += "</".utf8
    bytes += name.string.utf8
    bytes.append(UInt8(ascii: ">"))
    return XML(bytes: bytes)
}

/// Puts the parts of a closure together; strings become escaped text.
@resultBuilder
public enum XMLBuilder {
    public static func buildExpression(_ part: XML) -> XML { part }
    public static func buildExpression(_ text: String) -> XML { XML(text: text) }
    public static func buildBlock() -> XML { XML() }
    public static func buildPartialBlock(first: XML) -> XML { first }
    public static func buildPartialBlock(accumulated: XML, next: XML) -> XML { accumulated + next }
    public static func buildOptional(_ part: XML?) -> XML { part ?? XML() }
    public static func buildEither(first part: XML) -> XML { part }
    public static func buildEither(second part: XML) -> XML { part }
    public static func buildArray(_ parts: [XML]) -> XML { XML(bytes: parts.flatMap(\.bytes)) }
}

/// A piece of HTML that is already safe to send: what came from people is in it only as escaped text.
///
/// Pages are written with ``element(_:_:content:)`` and closures; a `String` in such a closure is text, never markup:
///
/// ```swift
/// element("ul", ["class": "groups"]) {
///     for group in groups {
///         element("li") {
///             element("a", ["href": "/groups/\(group.id)"]) { group.name }
///         }
///     }
/// }
/// ```
///
/// How this holds: names of elements and attributes are literals in our own code (``MarkupName``), values and text are
/// escaped on the way in, addresses with a scheme that can run script are not written, event-handler and style
/// attributes do not exist. The one other way in is ``VerbatimHTML``, whose name says so at the place of use.
///
/// The bytes are put together at once, without a tree: a fragment costs its length, and a copy per level of nesting.
public struct HTML: Hashable, Sendable {
    /// UTF-8, ready to be sent.
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
        Escaping.html.append(text, to: &bytes)
    }

    /// Markup that was made before, for instance the frozen rendering of a version.
    public init(_ verbatim: VerbatimHTML) {
        bytes = verbatim.bytes
    }

    /// What a closure of parts makes, for functions that want to give back several elements side by side.
    public init(@HTMLBuilder content: () -> HTML) {
        self = content()
    }

    public var isEmpty: Bool { bytes.isEmpty }

    public static func += (left: inout HTML, right: HTML) {
        left.bytes += right.bytes
    }

    public static func + (left: HTML, right: HTML) -> HTML {
        HTML(bytes: left.bytes + right.bytes)
    }
}

extension HTML: CustomStringConvertible {
    /// The markup itself, for tests and debugging.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// Markup that its maker vouches for; it is written as it stands.
///
/// Only two things may become one: bytes that an ``HTML`` value gave earlier and our own store kept, and markup that
/// is part of the program. Never anything that came in with a request.
public struct VerbatimHTML: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// A whole page, from `<!DOCTYPE html>` on.
///
/// - Parameter language: A BCP 47 tag such as `da`.
public func htmlDocument(
    language: String, _ attributes: Attributes = [:], @HTMLBuilder content: () -> HTML
) -> HTML {
    HTML(VerbatimHTML(Array("<!DOCTYPE html>\n".utf8)))
        + element("html", ["lang": language] + attributes, content: content)
}

/// One element with what is inside it.
///
/// - Parameters:
///   - name: In lower case. `style` and `script` hold no text here: see ``styleSheet(_:)``.
///   - attributes: In the order in which they are written; those with the value nil are left out.
///   - content: Strings are text. Void elements (`br`, `input` …) have none.
public func element(
    _ name: MarkupName, _ attributes: Attributes = [:], @HTMLBuilder content: () -> HTML = HTML.init
) -> HTML {
    let tag = name.string
    let inner = content()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(inner.bytes.count + 64)
    bytes.append(UInt8(ascii: "<"))
    bytes += tag.utf8
    attributes.appendHTML(to: &bytes)
    bytes.append(UInt8(ascii: ">"))
    if HTMLVocabulary.voidElements.contains(tag) {
        precondition(inner.isEmpty, "<\(tag)> is a void element and holds nothing")
        return HTML(bytes: bytes)
    }
    precondition(
        inner.isEmpty || !HTMLVocabulary.rawTextElements.contains(tag),
        "<\(tag)> does not understand escaped text; scripts are files, styles go through styleSheet(_:)")
    // The parser drops one line break right after these start tags; ours must not be the one that goes.
    if HTMLVocabulary.dropsFirstLineBreak.contains(tag), inner.bytes.first == UInt8(ascii: "\n") {
        bytes.append(UInt8(ascii: "\n"))
    }
    bytes += inner.bytes
    bytes += "</".utf8
    bytes += tag.utf8
    bytes.append(UInt8(ascii: ">"))
    return HTML(bytes: bytes)
}

/// A `<style>` element for a page that must carry its own appearance, such as an exported file. Pages of the server
/// link to style sheets instead; their content security policy refuses this element.
///
/// - Parameter css: Part of the program, without `</`.
public func styleSheet(_ css: StaticString) -> HTML {
    let text = css.description
    precondition(!text.contains("</"), "a style sheet must not be able to end its own element")
    return HTML(VerbatimHTML(Array("<style>\(text)</style>".utf8)))
}

/// The value of a boolean attribute: present or left out.
///
/// ```swift
/// element("input", ["type": "checkbox", "checked": flag(isChosen)])
/// ```
public func flag(_ isOn: Bool) -> String? {
    isOn ? "" : nil
}

/// Puts the parts of a closure together; strings become escaped text.
@resultBuilder
public enum HTMLBuilder {
    public static func buildExpression(_ part: HTML) -> HTML { part }
    public static func buildExpression(_ text: String) -> HTML { HTML(text: text) }
    public static func buildBlock() -> HTML { HTML() }
    public static func buildPartialBlock(first: HTML) -> HTML { first }
    public static func buildPartialBlock(accumulated: HTML, next: HTML) -> HTML { accumulated + next }
    public static func buildOptional(_ part: HTML?) -> HTML { part ?? HTML() }
    public static func buildEither(first part: HTML) -> HTML { part }
    public static func buildEither(second part: HTML) -> HTML { part }
    public static func buildArray(_ parts: [HTML]) -> HTML { HTML(bytes: parts.flatMap(\.bytes)) }
}

/// What the HTML standard says of some elements by name.
enum HTMLVocabulary {
    /// HTML standard, section 13.1.2 "Elements".
    static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]

    /// Entities are not decoded in these, so text cannot be escaped in them.
    static let rawTextElements: Set<String> = ["script", "style", "iframe", "noembed", "noframes", "noscript", "xmp"]

    /// Section 13.1.2.5 "Restrictions on content models".
    static let dropsFirstLineBreak: Set<String> = ["pre", "textarea", "listing"]
}

public import Markup
public import RichText
import Workspace

/// A document of any kind in HTML, as it is frozen with a version and shown on the version's page.
///
/// ``html`` holds the content alone: no title, no version. Its headings begin at level 2, and its class names have
/// their style sheet in `Web/reviewing/rendering.css`.
public struct DocumentRendering: Sendable {
    /// What the document is one of: `Indkøbsmål 13`, `Referat` or `Kommissorium`.
    public let overline: String
    /// May be empty, as long as nobody has given the document one.
    public let title: String
    public let html: HTML

    private let outline: [OutlineEntry]
    /// Nil for other kinds.
    private let target: TargetContent?

    /// - Parameters:
    ///   - document: Says itself what kind it is.
    ///   - names: For minutes and terms of reference, whose texts name people and another document's criteria.
    ///   - records: What belongs to minutes besides their text; other kinds have none.
    /// - Throws: ``ExportError/unknownKind(_:)`` or ``ExportError/repeatedCriterion(id:)``.
    public init(
        _ document: DocumentContent, names: RenderingNames = RenderingNames(), records: MeetingRecords? = nil
    ) throws(ExportError) {
        let kind = document.string("dokument", "kind") ?? ""
        guard let kind = DocumentKind(rawValue: kind) else { throw .unknownKind(kind) }
        title = document.text("dokument", "titel")
        switch kind {
        case .target:
            let content = TargetContent(document)
            overline = "Indkøbsmål \(content.number)"
            html = try content.rendering()
            outline = content.outline
            target = content
        case .minutes:
            overline = "Referat"
            let minutes = MinutesRendering(content: document, names: names, records: records)
            html = minutes.html
            outline = minutes.outline
            target = nil
        case .termsOfReference:
            overline = "Kommissorium"
            let terms = TermsRendering(content: document, references: names.references)
            html = terms.html
            outline = terms.outline
            target = nil
        }
    }

    /// A page that needs nothing but itself: styles for screen, dark screen and paper within it.
    ///
    /// - Parameters:
    ///   - stamp: The version that the document is.
    ///   - frozen: The rendering that was kept with the version, which then takes the place of ``html``.
    /// - Throws: ``ExportError/noTitle``.
    public func webPage(stamp: VersionStamp, frozen: HTML? = nil) throws(ExportError) -> [UInt8] {
        guard !title.isEmpty else { throw .noTitle }
        return WebPage(
            overline: overline, title: title, stamp: stamp, facts: target?.facts(stamp: stamp) ?? stamp.facts(),
            outline: outline,
            body: frozen ?? html
        ).html.bytes
    }
}

import Export
import Markup
import RichText
import Workspace

/// A version's content as it is read: headings and paragraphs, always Danish, the same for ever.
///
/// Made from the version's own bytes alone, so nothing that happens in the live text can show in it.
struct FrozenText {
    let kind: DocumentKind
    let content: DocumentContent

    private let language = Language.danish

    /// - Throws: `ExportError` for a target that cannot be shown, such as one with two criteria of one id.
    func html() throws -> HTML {
        switch kind {
        case .target: try TargetContent(content).rendering()
        case .termsOfReference: sections(content.children(kind: "sektion"))
        case .minutes: minutes
        }
    }

    private func sections(_ nodes: [String]) -> HTML {
        HTML {
            for node in nodes {
                element("section") {
                    element("h3") { content.text(node, "titel") }
                    paragraphs(content.text(node, "tekst"))
                }
            }
        }
    }

    // MARK: Minutes

    private var minutes: HTML {
        element("ol", ["class": "agenda"]) {
            for item in content.children(kind: "punkt") {
                element("li") {
                    element("h3") { content.text(item, "titel") }
                    labelled(item, "sagsfremstilling", .caseText)
                    labelled(item, "referat", .minutes)
                }
            }
        }
    }

    @HTMLBuilder private func labelled(_ node: String, _ field: String, _ label: Phrase) -> HTML {
        let text = content.text(node, field)
        if !text.isEmpty {
            element("h4") { language(label) }
            paragraphs(text)
        }
    }
}

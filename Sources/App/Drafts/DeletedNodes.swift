import Markup
import RichText

/// The parts of a document that have been deleted and can be brought back with all their text: what is inside the
/// `details` that folds them away.
struct DeletedNodes {
    let heading: Phrase
    let untitled: Phrase
    let nodes: [String]
    let fields: LiveFields
    /// The text that names a node.
    var titleField = "titel"

    var html: HTML {
        HTML {
            element("summary") {
                "\(fields.language(heading)) ("
                element("span", ["data-deleted-count": ""]) { String(nodes.count) }
                ")"
            }
            element("ul", ["data-deleted-list": ""]) {
                for node in nodes { entry(node) }
            }
        }
    }

    private func entry(_ node: String) -> HTML {
        let title = fields.content.text(node, titleField)
        return element("li", ["data-deleted": node]) {
            element("span") { title.isEmpty ? fields.language(untitled) : title }
            editorButton("restore", fields.language(.restoreCriterion))
        }
    }
}

/// A button whose work the editor does. It cannot be pressed before the editor is there and allows it.
///
/// - Parameter description: The id of an element that says what it will be done to.
func editorButton(_ action: String, _ label: String, describedBy description: String? = nil) -> HTML {
    element(
        "button", ["type": "button", "data-action": action, "aria-describedby": description, "disabled": ""]
    ) { label }
}

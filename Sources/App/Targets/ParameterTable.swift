import Markup
import RichText
import Workspace

/// The numbers of a criterion that age: one row each, with unit, source and the day on which to look again.
///
/// The editor adds, removes and restores rows; a new row is a copy of the template with its id for `NODE`.
struct ParameterTable {
    let criterion: String
    let fields: LiveFields
    /// The id of an element that tells this table from those of other criteria.
    let context: String

    private var language: Language { fields.language }
    private var captionID: String { "p-\(criterion)" }

    var html: HTML {
        let nodes = fields.content.children(kind: "parameter", parent: criterion)
        return element("div", ["class": "field", "data-parameters": criterion]) {
            element("span", ["class": "field-label", "id": captionID]) { language(.parameters) }
            element(
                "div",
                [
                    "class": "table-scroll", "role": "group", "aria-labelledby": "\(captionID) \(context)",
                    "tabindex": "0", "hidden": flag(nodes.isEmpty),
                ]
            ) {
                element("table", ["aria-labelledby": "\(captionID) \(context)"]) {
                    element("thead") {
                        element("tr") {
                            for field in Self.columns {
                                element("th", ["scope": "col"]) { language(field.label) }
                            }
                            element("th", ["scope": "col"]) {
                                element("span", ["class": "visually-hidden"]) { language(.actions) }
                            }
                        }
                    }
                    element("tbody") { for node in nodes { row(node, fields) } }
                }
            }
            element("p") { editorButton("add-parameter", language(.addParameter), describedBy: context) }
            element("template", ["data-parameter-template": ""]) {
                row(
                    "NODE",
                    LiveFields(
                        content: DocumentContent(), language: language, isEditable: fields.isEditable, numbers: [:]))
            }
        }
    }

    private func row(_ node: String, _ fields: LiveFields) -> HTML {
        element("tr", ["data-node": node]) {
            for column in Self.columns {
                element("td") {
                    fields.cell(node, column.key, column.label, type: column.type, keyboard: column.keyboard)
                }
            }
            element("td") { editorButton("delete-parameter", language(.deleteParameter)) }
        }
    }

    private struct Column: Sendable {
        let key: String
        let label: Phrase
        var type = "text"
        var keyboard: String?
    }

    /// Values are kept as they are written, with a decimal comma.
    private static let columns = [
        Column(key: "navn", label: .parameterName), Column(key: "vaerdi", label: .parameterValue, keyboard: "decimal"),
        Column(key: "enhed", label: .parameterUnit), Column(key: "kilde", label: .parameterSource),
        Column(key: "revurderes", label: .parameterReview, type: "date"),
    ]
}

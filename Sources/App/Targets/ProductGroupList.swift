import Markup

/// The product groups that a target is about, in their order, with what adds another and brings deleted ones back.
struct ProductGroupList {
    let groups: [String]
    let fields: LiveFields

    private static let headingID = "product-groups"
    private var deleted: [String] { fields.content.deletedNodes(kind: "produktgruppe") }

    var html: HTML {
        element("div", ["class": "field"]) {
            element("span", ["class": "field-label", "id": Self.headingID]) { fields.language(.productGroups) }
            element("ol", ["data-product-groups": "", "aria-labelledby": Self.headingID]) {
                for group in groups { item(group, fields) }
            }
            element("p") { editorButton("add-product-group", fields.language(.addProductGroup)) }
            element("details", ["data-deleted-product-groups": "", "hidden": flag(deleted.isEmpty)]) {
                DeletedNodes(
                    heading: .deletedProductGroups, untitled: .untitledProductGroup, nodes: deleted, fields: fields,
                    titleField: "navn"
                ).html
            }
        }
    }

    /// What the editor copies for a new group.
    static func template(_ fields: LiveFields) -> HTML {
        element("template", ["data-product-group-template": ""]) {
            Self(groups: [], fields: fields).item("NODE", fields)
        }
    }

    private func item(_ group: String, _ fields: LiveFields) -> HTML {
        element("li") {
            element("div", ["class": "product-group", "id": group, "data-node": group]) {
                // For mouse and finger; by keyboard the buttons do it.
                element("span", ["class": "drag-handle", "data-drag-handle": "", "aria-hidden": "true"])
                fields.unlabelled(group, "navn", .productGroupName, isMultiline: false)
                tools(group)
            }
        }
    }

    private func tools(_ group: String) -> HTML {
        let name = LiveFields.textID(group, "navn")
        return element("div", ["class": "criterion-tools actions", "role": "group", "aria-labelledby": name]) {
            editorButton("move-up", fields.language(.moveUp), describedBy: name)
            editorButton("move-down", fields.language(.moveDown), describedBy: name)
            editorButton("delete", fields.language(.deleteCriterion), describedBy: name)
        }
    }
}

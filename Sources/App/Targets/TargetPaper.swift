import Markup
import RichText
import Workspace

/// The paper of a draft target: basic data, the sections before the criteria, the criteria, the sections after them.
struct TargetPaper {
    let fields: LiveFields
    /// Live criteria in order, with their printed numbers.
    private let criteria: [(id: String, number: String)]
    private let productGroups: [ProductGroup]

    private var content: DocumentContent { fields.content }
    private var language: Language { fields.language }

    init(content: DocumentContent, language: Language, isEditable: Bool) {
        criteria = Self.numberedCriteria(of: content)
        productGroups = content.children(kind: "produktgruppe").map { node in
            ProductGroup(id: Self.productGroupElement(of: node), name: content.text(node, "navn"))
        }
        fields = LiveFields(
            content: content, language: language, isEditable: isEditable,
            numbers: Dictionary(uniqueKeysWithValues: criteria.map { ($0.id, $0.number) }))
    }

    /// The criteria that are not deleted, with the numbers that they have at this moment.
    static func numberedCriteria(of content: DocumentContent) -> [(id: String, number: String)] {
        let target = content.integer("dokument", "nummer").map(String.init) ?? "?"
        return content.children(kind: "kriterium").enumerated().map { (id: $1, number: "\(target).\($0 + 1)") }
    }

    /// Criteria name a product group by its id without `pg-`.
    private static func productGroupElement(of node: String) -> String {
        node.hasPrefix("pg-") ? String(node.dropFirst(3)) : node
    }

    // MARK: Outline

    var outline: [OutlineEntry] {
        var entries = [OutlineEntry(node: "dokument", number: nil, title: language(.metadata))]
        entries += sections(placed: "foer").map(outlineEntry)
        entries += criteria.map { criterion in
            OutlineEntry(
                node: criterion.id, number: criterion.number,
                title: nonempty(content.text(criterion.id, "titel")) ?? language(.untitledCriterion))
        }
        entries += sections(placed: "efter").map(outlineEntry)
        return entries
    }

    private func outlineEntry(_ section: String) -> OutlineEntry {
        OutlineEntry(
            node: section, number: nil, title: nonempty(content.text(section, "titel")) ?? language(.untitledSection))
    }

    private func nonempty(_ text: String) -> String? { text.isEmpty ? nil : text }

    // MARK: Paper

    var html: HTML {
        HTML {
            metadata
            sectionList("foer")
            criteriaSection
            sectionList("efter")
            SectionList.template(empty)
            ProductGroupList.template(empty)
        }
    }

    private var metadata: HTML {
        element("section", ["id": "dokument", "data-node": "dokument", "aria-labelledby": "metadata-heading"]) {
            element("h2", ["id": "metadata-heading"]) { language(.metadata) }
            fields.text("dokument", "titel", .targetTitle, isMultiline: false)
            element("div", ["class": "criterion-facts"]) {
                fields.choice("dokument", "type", .targetType, [("revision", .targetRevision), ("nyt", .targetNew)])
                fields.line("dokument", "naesteGennemgang", .nextReview, type: "date")
            }
            ProductGroupList(groups: content.children(kind: "produktgruppe"), fields: fields).html
            fields.list("dokument", "cpv", .cpvCodes)
            CPVNames.html
        }
    }

    private var criteriaSection: HTML {
        let deleted = content.deletedNodes(kind: "kriterium")
        return element("section", ["id": "kriterier", "aria-labelledby": "criteria-heading"]) {
            element("h2", ["id": "criteria-heading"]) { language(.criteria) }
            element("ol", ["data-criteria": "", "aria-label": language(.criteriaInOrder)]) {
                for criterion in criteria {
                    element("li") { article(criterion.id, criterion.number, fields) }
                }
            }
            if criteria.isEmpty {
                element("p", ["class": "note"]) { language(.noCriteria) }
            }
            element("p", ["class": "actions"]) {
                editorButton("add-criterion", language(.addCriterion))
                editorButton("add-from-table", language(.addCriteriaFromTable))
            }
            element("details", ["data-deleted-criteria": "", "hidden": flag(deleted.isEmpty)]) {
                DeletedNodes(heading: .deletedCriteria, untitled: .untitledCriterion, nodes: deleted, fields: fields)
                    .html
            }
            template
            CriterionFolder.template(empty, productGroups: productGroups)
        }
    }

    private func article(_ id: String, _ number: String, _ fields: LiveFields) -> HTML {
        CriterionArticle(id: id, number: number, fields: fields, productGroups: productGroups).html
    }

    /// What the editor copies for a criterion that is new: the same article, empty, with `NODE` for its id.
    private var template: HTML {
        element("template", ["data-criterion-template": ""]) {
            element("li") { article("NODE", "", empty) }
        }
    }

    /// The fields of what is new.
    private var empty: LiveFields {
        LiveFields(content: DocumentContent(), language: language, isEditable: fields.isEditable, numbers: [:])
    }

    private func sectionList(_ placement: String) -> HTML {
        SectionList(
            placement: placement, sections: sections(placed: placement),
            deleted: content.deletedNodes(kind: "sektion").filter { content.string($0, "placering") == placement },
            fields: fields
        ).html
    }

    private func sections(placed placement: String) -> [String] {
        content.children(kind: "sektion").filter { content.string($0, "placering") == placement }
    }
}

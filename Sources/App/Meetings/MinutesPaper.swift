import Markup
import RichText
import Workspace

/// The paper of a meeting: its agenda, each item with the presentation of the case before the meeting and the minutes
/// during and after it.
struct MinutesPaper {
    let fields: LiveFields
    /// Who may present an item.
    let people: [(id: MemberID, name: String)]

    private var content: DocumentContent { fields.content }
    private var language: Language { fields.language }

    init(
        content: DocumentContent, language: Language, isEditable: Bool, people: [(id: MemberID, name: String)]
    ) {
        fields = LiveFields(content: content, language: language, isEditable: isEditable, numbers: [:])
        self.people = people
    }

    /// The agenda's items that are not deleted, in order.
    static func items(of content: DocumentContent) -> [String] { content.children(kind: "punkt") }

    var outline: [OutlineEntry] {
        Self.items(of: content).enumerated().map { index, item in
            let title = content.text(item, "titel")
            return OutlineEntry(
                node: item, number: "\(index + 1)", title: title.isEmpty ? language(.untitledItem) : title)
        }
    }

    var html: HTML {
        HTML {
            element("section", ["id": "dokument", "data-node": "dokument"]) {
                fields.text("dokument", "titel", .meetingTitle, isMultiline: false)
            }
            element("section", ["id": "dagsorden", "aria-labelledby": "agenda-heading"]) {
                element("h2", ["id": "agenda-heading"]) { language(.agendaAndMinutes) }
                element("ol", ["data-agenda": ""]) {
                    for (index, id) in Self.items(of: content).enumerated() {
                        element("li") { item(id, number: "\(index + 1)", fields) }
                    }
                }
                element("p") { editorButton("add-item", language(.addAgendaItem)) }
                deletedItems
                template
            }
        }
    }

    private func item(_ id: String, number: String, _ fields: LiveFields) -> HTML {
        let numberID = "n-\(id)"
        return element("article", ["class": "agenda-item", "id": id, "data-node": id]) {
            element("div", ["class": "criterion-head"]) {
                element("h3") {
                    element("span", ["data-number": "", "id": numberID]) { number }
                    fields.unlabelled(id, "titel", .agendaItemTitle, isMultiline: false, context: numberID)
                }
                tools(numberID)
            }
            element("div", ["class": "criterion-facts"]) {
                fields.choice(
                    id, "form", .itemForm,
                    [("orientering", .formInformation), ("drøftelse", .formDiscussion), ("beslutning", .formDecision)])
                fields.line(id, "minutter", .itemMinutes, type: "number")
                presenter(id, fields)
            }
            fields.text(id, "sagsfremstilling", .caseText, context: numberID)
            fields.text(id, "referat", .minutes, context: numberID)
        }
    }

    private func tools(_ numberID: String) -> HTML {
        element("div", ["class": "criterion-tools actions", "role": "group", "aria-labelledby": numberID]) {
            for (action, label) in CriterionArticle.tools {
                editorButton(action, language(label), describedBy: numberID)
            }
        }
    }

    private func presenter(_ id: String, _ fields: LiveFields) -> HTML {
        let chosen = fields.content.string(id, "oplaeg")
        return element("label", ["class": "small-field"]) {
            element("span") { language(.presenter) }
            element("select", ["data-register": "\(id)/oplaeg", "disabled": flag(!fields.isEditable)]) {
                element("option", ["value": "", "selected": flag(chosen.isEmpty)]) { language(.notChosen) }
                for person in people {
                    element(
                        "option", ["value": person.id.rawValue, "selected": flag(person.id.rawValue == chosen)]
                    ) { person.name }
                }
            }
        }
    }

    private var deletedItems: HTML {
        let deleted = content.deletedNodes(kind: "punkt")
        return element("details", ["data-deleted-items": "", "hidden": flag(deleted.isEmpty)]) {
            DeletedNodes(heading: .deletedAgendaItems, untitled: .untitledItem, nodes: deleted, fields: fields).html
        }
    }

    /// What the editor copies for a new item.
    private var template: HTML {
        let empty = LiveFields(
            content: DocumentContent(), language: language, isEditable: fields.isEditable, numbers: [:])
        return element("template", ["data-item-template": ""]) {
            element("li") { item("NODE", number: "", empty) }
        }
    }
}

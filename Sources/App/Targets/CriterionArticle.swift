import Markup
import RichText
import Workspace

/// One criterion as it is edited: number and title, what kind it is, all its texts, and the lists folded away.
///
/// Text is never folded away: who approves a version must have seen what it says.
struct CriterionArticle {
    /// The node, or `NODE` in the template that the editor copies for a new criterion.
    let id: String
    let number: String
    let fields: LiveFields
    /// Elements of `produktgrupper`, in order, without `alle`.
    let productGroups: [ProductGroup]

    private var language: Language { fields.language }
    private var numberID: String { "n-\(id)" }

    var html: HTML {
        element("article", ["class": "criterion", "id": id, "data-node": id]) {
            element("div", ["class": "criterion-head"]) {
                element("h3") {
                    element("span", ["data-number": "", "id": numberID]) { number }
                    fields.unlabelled(
                        id, "titel", .criterionTitle, isMultiline: false, context: numberID,
                        rule: LiveFields.TextRule(isRequired: true, limit: 400))
                }
                tools
            }
            element("p", ["class": "origin note", "data-origin": "", "hidden": flag(origins.isEmpty)]) {
                language(.originatesFrom) + " " + origins.joined(separator: ", ")
            }
            element("p", ["class": "missing note", "data-missing-fields": "", "hidden": ""])
            smallFields
            text("kravtekst", .requirementText, LiveFields.TextRule(isRequired: true, limit: 6_000))
            text("udbudstekst", .tenderText)
            text("betingelse", .condition)
            text("dokumentation", .proof)
            text("begrundelse", .rationale)
            text("vejledning", .guidance)
            text("pointmodel", .scoring)
            text("kontraktopfoelgning", .contractFollowUp)
            text("markedsnote", .marketNote)
            text("maalopfoelgningsindikator", .indicator)
            CriterionFolder(
                criterion: id, fields: fields, productGroups: productGroups, context: numberID
            ).html
        }
    }

    /// What the criterion was split off from or merged with: numbers, or ids of what is no longer there.
    private var origins: [String] {
        fields.content.elements(of: Self.originSet, in: id).map { fields.numbers[$0.element] ?? $0.element }
    }
    private static let originSet = "udspringerAf"

    private var tools: HTML {
        element("div", ["class": "criterion-tools actions", "role": "group", "aria-labelledby": numberID]) {
            for (action, label) in Self.tools { editorButton(action, language(label), describedBy: numberID) }
            element("details", ["class": "menu"]) {
                element("summary", ["aria-describedby": numberID]) { language(.moreActions) }
                element("div", ["class": "menu-panel"]) {
                    editorButton("split", language(.splitCriterion), describedBy: numberID)
                    editorButton("merge", language(.mergeCriterion), describedBy: numberID)
                }
            }
        }
    }

    /// What can be done with one part of a document among several.
    static let tools: [(String, Phrase)] = [
        ("move-up", .moveUp), ("move-down", .moveDown), ("comment", .commentOnCriterion), ("delete", .deleteCriterion),
    ]

    private var smallFields: HTML {
        element("div", ["class": "criterion-facts"]) {
            fields.line(id, "gruppe", .criterionGroup)
            fields.choice(
                id, "forpligtelse", .obligation,
                [("krav", .obligationRequirement), ("anbefaling", .obligationRecommendation)], isRequired: true)
            fields.choice(
                id, "niveau", .level, [("basis", .levelCore), ("udvidet", .levelComprehensive)], isRequired: true)
            fields.choice(
                id, "adressat", .addressee, [("ordregiver", .addresseeBuyer), ("leverandoer", .addresseeSupplier)])
            fields.choice(id, "arbejdsstatus", .workStatus, Self.workStatuses)
            fields.choice(id, "aendringFraForrige", .change, Self.changes)
            fields.ticks(
                id, "kravtyper", .criterionTypes, Self.types.map { ($0.value, language($0.text)) }, isRequired: true)
        }
    }

    private func text(_ field: String, _ label: Phrase, _ rule: LiveFields.TextRule = .init()) -> HTML {
        fields.text(id, field, label, context: numberID, rule: rule)
    }

    // MARK: Words that fields may hold

    static let types: [(value: String, text: Phrase)] = [
        ("teknisk_specifikation", .typeTechnicalSpecification), ("tildelingskriterium", .typeAwardCriterion),
        ("kontraktvilkaar", .typeContractClause), ("egnethedskrav", .typeSelectionCriterion),
        ("ordregiverforpligtelse", .typeBuyerObligation),
    ]
    private static let workStatuses: [(value: String, text: Phrase)] = [
        ("aftalt", .workAgreed), ("droeftes", .workDiscussed), ("i-hoering", .workInConsultation),
        ("parkeret", .workParked),
    ]
    private static let changes: [(value: String, text: Phrase)] = [
        ("ny", .changeNew), ("uaendret", .changeUnchanged), ("skaerpet", .changeTightened),
        ("lempet", .changeRelaxed), ("omskrevet", .changeRewritten), ("udgaar", .changeWithdrawn),
    ]
}

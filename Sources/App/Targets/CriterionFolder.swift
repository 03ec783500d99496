import Markup
import RichText
import Workspace

/// What a criterion says besides its texts: sets and numbers that most criteria have few of.
///
/// They are folded away, and the fields are made when somebody unfolds them: those of a long draft would be half of its
/// page. Without script there is what has been filled in.
struct CriterionFolder {
    let criterion: String
    let fields: LiveFields
    /// Elements of `produktgrupper`, in order, without `alle`.
    let productGroups: [ProductGroup]
    /// The id of an element that tells these fields from those of other criteria.
    let context: String

    private var language: Language { fields.language }
    private var content: DocumentContent { fields.content }

    var html: HTML {
        element("details", ["class": "more-fields", "data-unfilled": ""]) {
            element("summary") { language(.moreFields) }
            withoutScript { filledIn }
        }
    }

    /// What the editor copies into it, with the criterion's id for `NODE`.
    ///
    /// - Parameter empty: Fields without content.
    static func template(_ empty: LiveFields, productGroups: [ProductGroup]) -> HTML {
        element("template", ["data-folder-template": ""]) {
            Self(criterion: "NODE", fields: empty, productGroups: productGroups, context: "n-NODE").allFields
        }
    }

    private var allFields: HTML {
        HTML {
            fields.ticks(criterion, "produktgrupper", .productGroups, groupChoices)
            fields.list(criterion, "maerker", .labels, tickLabel: .orEquivalent)
            fields.list(criterion, "standarder", .standards)
            fields.ticks(criterion, "eforms.BT-774", .environmentalImpact, impactChoices)
            fields.line(criterion, "eforms.BT-805", .eformsCriteria)
            ParameterTable(criterion: criterion, fields: fields, context: context).html
        }
    }

    private var groupChoices: [(element: String, text: String)] {
        [("alle", language(.allProductGroups))] + productGroups.map { ($0.id, $0.name) }
    }

    private var impactChoices: [(element: String, text: String)] {
        Self.environmentalImpacts.map { ($0.value, language($0.text)) }
    }

    // MARK: Without script

    private var filledIn: HTML {
        facts([
            (language(.productGroups), listed(ticked("produktgrupper", groupChoices))),
            (language(.labels), listed(labels)),
            (language(.standards), listed(content.elements(of: "standarder", in: criterion).map(\.element))),
            (language(.environmentalImpact), listed(ticked("eforms.BT-774", impactChoices))),
            (language(.eformsCriteria), listed([content.string(criterion, "eforms.BT-805")])),
            (language(.parameters), listed(parameters)),
        ])
    }

    private func listed(_ words: [String]) -> HTML {
        HTML { words.filter { !$0.isEmpty }.joined(separator: ", ") }
    }

    private func ticked(_ set: String, _ choices: [(element: String, text: String)]) -> [String] {
        choices.filter { content.isTrue(criterion, "\(set):\($0.element)") }.map(\.text)
    }

    private var labels: [String] {
        content.elements(of: "maerker", in: criterion).map { label in
            label.value == .bool(true) ? "\(label.element) \(language(.orEquivalent))" : label.element
        }
    }

    private var parameters: [String] {
        content.children(kind: "parameter", parent: criterion).map { node in
            ["navn", "vaerdi", "enhed", "kilde", "revurderes"].map { content.string(node, $0) }
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// Code list `environmental-impact` of eForms (field BT-774).
    private static let environmentalImpacts: [(value: String, text: Phrase)] = [
        ("biodiv-eco", .impactBiodiversity), ("circ-econ", .impactCircularEconomy),
        ("clim-adapt", .impactClimateAdaptation), ("clim-mitig", .impactClimateMitigation),
        ("pollu-prev", .impactPollution), ("water-mar", .impactWater), ("other", .impactOther),
    ]
}

import Workspace

extension Obligation {
    /// As printed: `Krav`.
    var printed: String {
        switch self {
        case .requirement: "Krav"
        case .recommendation: "Anbefaling"
        }
    }
}

extension Level {
    var printed: String {
        switch self {
        case .core: "Basis"
        case .comprehensive: "Udvidet"
        }
    }
}

extension CriterionType {
    var printed: String {
        switch self {
        case .technicalSpecification: "Mindstekrav (teknisk specifikation)"
        case .awardCriterion: "Tildelingskriterium"
        case .contractClause: "Kontraktvilkår"
        case .selectionCriterion: "Egnethedskrav"
        case .buyerObligation: "Ordregiverforpligtelse"
        }
    }
}

/// The field of a criterion that people read under a label of its own.
struct PrintedField: Hashable {
    let label: String
    let text: FormattedText
}

/// The field of a criterion that is a few words on one line.
struct PrintedShortField: Hashable {
    let label: String
    let text: String
}

extension Criterion {
    /// `Mindstekrav (teknisk specifikation) / Tildelingskriterium`; "" when no type is chosen.
    var printedTypes: String {
        types.map(\.printed).joined(separator: " / ")
    }

    /// What stands under the heading: whether it binds, how far it goes, where in a tender it is used, and for which
    /// products when it is not for all of them.
    func printedKind(in content: TargetContent) -> [String] {
        var kind = [obligation.printed, level.printed]
        if !types.isEmpty { kind.append(printedTypes) }
        let groups = productGroups.filter { $0 != "alle" }
        if !groups.isEmpty {
            // An id that the target no longer lists is printed as it is rather than left out.
            kind.append(
                groups.map { id in content.productGroups.first { $0.id == id }?.name ?? id }.joined(separator: ", "))
        }
        if workStatus == "droeftes" { kind.append("Drøftes fortsat") }
        if workStatus == "parkeret" { kind.append("Parkeret") }
        return kind
    }

    /// The fields that are not empty, in the order in which they are printed, after the requirement and the text for
    /// the tender documents.
    var printedFields: [PrintedField] {
        [
            PrintedField(label: "Betingelse", text: condition),
            PrintedField(label: "Dokumentation", text: proof),
            PrintedField(label: "Pointmodel", text: scoring),
            PrintedField(label: "Opfølgning i kontrakten", text: contractFollowUp),
            PrintedField(label: "Begrundelse", text: rationale),
            PrintedField(label: "Vejledning til indkøberen", text: guidance),
            PrintedField(label: "Markedsnote", text: marketNote),
        ].filter { !$0.text.isEmpty }
    }

    /// The fields that hold a few words or codes, not text; printed last, a line each.
    var printedShortFields: [PrintedShortField] {
        [
            PrintedShortField(label: "Mærker", text: labels.map(\.printed).joined(separator: "; ")),
            PrintedShortField(label: "Standarder", text: standards.joined(separator: "; ")),
            PrintedShortField(label: "Målopfølgning", text: indicator),
            PrintedShortField(label: "Ændring", text: printedChange),
            PrintedShortField(label: "eForms-koder", text: printedEForms),
        ].filter { !$0.text.isEmpty }
    }

    private var printedChange: String {
        switch changeFromPrevious {
        case "ny": "Nyt kriterium"
        case "uaendret": "Uændret"
        case "skaerpet": "Skærpet"
        case "lempet": "Lempet"
        case "omskrevet": "Omskrevet"
        case "udgaar": "Udgår"
        default: changeFromPrevious
        }
    }

    private var printedEForms: String {
        eforms.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value.joined(separator: ", "))" }
            .joined(separator: "; ")
    }
}

extension Label {
    var printed: String {
        orEquivalent ? "\(name) eller tilsvarende" : name
    }
}

extension TargetContent {
    /// Consecutive criteria under one heading. A heading that comes back later is printed again: the order decides.
    struct CriterionRun {
        let group: String
        var criteria: [Criterion]
    }

    var criteriaByGroup: [CriterionRun] {
        var runs: [CriterionRun] = []
        for criterion in criteria {
            if runs.last?.group == criterion.group {
                runs[runs.count - 1].criteria.append(criterion)
            } else {
                runs.append(CriterionRun(group: criterion.group, criteria: [criterion]))
            }
        }
        return runs
    }

    /// `14 kriterier: 11 krav og 3 anbefalinger`.
    var printedCriterionCount: String {
        let requirements = criteria.count { $0.obligation == .requirement }
        let recommendations = criteria.count - requirements
        return "\(criteria.count) \(criteria.count == 1 ? "kriterium" : "kriterier"): \(requirements) krav og "
            + "\(recommendations) \(recommendations == 1 ? "anbefaling" : "anbefalinger")"
    }

    /// `Indkøbsmål 13: Møbler`.
    var printedName: String { "Indkøbsmål \(number): \(title)" }
}

/// `1. maj 2030` for a day in ISO form. What is no day is printed as it stands rather than left out.
func printedDay(_ text: String) -> String {
    Day(iso8601: text)?.formatted(in: .danish) ?? text
}

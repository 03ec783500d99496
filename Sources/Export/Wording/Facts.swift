import Workspace

/// One line of what identifies the exported version, under its label.
struct Fact: Hashable {
    let label: String
    let lines: [String]
    /// Whether it is to be compared character by character.
    var isCode = false
}

extension VersionStamp {
    /// What the table after the title shows, in its order.
    ///
    /// - Parameter own: What there is to say of the document itself.
    func facts(with own: [Fact] = []) -> [Fact] {
        var facts = [Fact(label: "Version", lines: [label])]
        if let approval {
            facts.append(Fact(label: "Godkendt af", lines: [approval.approver]))
            facts.append(Fact(label: "Godkendt", lines: [approval.time.formatted(in: .danish)]))
        } else {
            facts.append(Fact(label: "Godkendt", lines: ["Versionen er ikke godkendt"]))
        }
        facts.append(Fact(label: "Udgiver", lines: [organisation]))
        return facts + own + [Fact(label: "Kontrolsum (SHA-256)", lines: [hash], isCode: true)]
    }

    /// `Version 0.4, godkendt 12. november 2026`.
    var subtitle: String {
        guard let approval else { return "Version \(label), ikke godkendt" }
        return "Version \(label), godkendt \(approval.time.formattedDay(in: .danish))"
    }
}

extension TargetContent {
    /// What identifies a version of this target, in the order in which it is shown.
    func facts(stamp: VersionStamp) -> [Fact] {
        var own: [Fact] = []
        if !criteria.isEmpty { own.append(Fact(label: "Omfang", lines: [printedCriterionCount])) }
        if !productGroups.isEmpty { own.append(Fact(label: "Produktgrupper", lines: productGroups.map(\.name))) }
        if !cpv.isEmpty { own.append(Fact(label: "CPV-koder", lines: cpv.map { "\($0.code) \($0.label)" })) }
        if let nextReview { own.append(Fact(label: "Næste gennemgang", lines: [printedDay(nextReview)])) }
        return [Fact(label: "Nummer", lines: ["\(number)"])] + stamp.facts(with: own)
    }
}

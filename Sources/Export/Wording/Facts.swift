import Workspace

/// One line of what identifies the exported version, under its label.
struct Fact: Hashable {
    let label: String
    let lines: [String]
    /// Whether it is to be compared character by character.
    var isCode = false
}

extension TargetContent {
    /// What the table after the title shows, in its order.
    func facts(stamp: VersionStamp) -> [Fact] {
        var facts = [
            Fact(label: "Nummer", lines: ["\(number)"]),
            Fact(label: "Version", lines: [stamp.label]),
        ]
        if let approval = stamp.approval {
            facts.append(Fact(label: "Godkendt af", lines: [approval.approver]))
            facts.append(Fact(label: "Godkendt", lines: [approval.time.formatted(in: .danish)]))
        } else {
            facts.append(Fact(label: "Godkendt", lines: ["Versionen er ikke godkendt"]))
        }
        facts.append(Fact(label: "Udgiver", lines: [stamp.organisation]))
        if !criteria.isEmpty { facts.append(Fact(label: "Omfang", lines: [printedCriterionCount])) }
        if !productGroups.isEmpty { facts.append(Fact(label: "Produktgrupper", lines: productGroups.map(\.name))) }
        if !cpv.isEmpty { facts.append(Fact(label: "CPV-koder", lines: cpv.map { "\($0.code) \($0.label)" })) }
        if let nextReview { facts.append(Fact(label: "Næste gennemgang", lines: [printedDay(nextReview)])) }
        facts.append(Fact(label: "Kontrolsum (SHA-256)", lines: [stamp.hash], isCode: true))
        return facts
    }
}

extension VersionStamp {
    /// `Version 0.4, godkendt 12. november 2026`.
    var subtitle: String {
        guard let approval else { return "Version \(label), ikke godkendt" }
        return "Version \(label), godkendt \(approval.time.formattedDay(in: .danish))"
    }
}

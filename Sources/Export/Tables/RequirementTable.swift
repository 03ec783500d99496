public import Workspace

extension TargetContent {
    /// The table that a buyer sends with a tender (*kravskema*): a row for each criterion, with two columns at the end
    /// for the supplier to fill in.
    ///
    /// The requirement column holds what the supplier has to meet: the text for the tender documents when there is
    /// one, and otherwise the requirement itself.
    ///
    /// - Returns: A CSV file as ``CSVTable`` describes it.
    /// - Throws: ``ExportError/noCriteria`` or ``ExportError/repeatedCriterion(id:)``.
    public func requirementTable() throws(ExportError) -> [UInt8] {
        guard !criteria.isEmpty else { throw .noCriteria }
        let references = try references()
        var table = CSVTable()
        table.append([
            "nummer", "id", "titel", "krav/anbefaling", "niveau", "kravtype", "kravtekst", "dokumentation",
            "pointmodel", "opfyldt (ja/nej)", "leverandørens svar",
        ])
        for criterion in criteria {
            let text = criterion.tenderText.isEmpty ? criterion.requirement : criterion.tenderText
            table.append([
                criterion.number, criterion.id, criterion.title, criterion.obligation.printed, criterion.level.printed,
                criterion.printedTypes, Prose(text, references).plain,
                Prose(criterion.proof, references).plain, Prose(criterion.scoring, references).plain,
                "", "",
            ])
        }
        return table.bytes
    }
}

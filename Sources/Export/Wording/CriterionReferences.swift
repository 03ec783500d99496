import Workspace

/// The criteria that a document's texts may refer to.
struct CriterionReferences: Hashable {
    /// The printed number of each by its id.
    let numbers: [String: String]

    /// Whether the criteria stand in the document itself. Then a reference leads there, and a criterion that is not
    /// there has been deleted. In minutes, say, nothing follows from a number's being unknown.
    let areInDocument: Bool

    /// What stands for a reference in the printed text.
    func piece(for id: String) -> Prose.Piece.Kind {
        switch (numbers[id], areInDocument) {
        case (let number?, true): .reference(id: id, number: number)
        case (let number?, false): .text(number)
        case (nil, true): .text("[slettet kriterium]")
        case (nil, false): .text(id)
        }
    }
}

extension TargetContent {
    /// What this target's own texts refer to.
    ///
    /// - Throws: ``ExportError/repeatedCriterion(id:)``.
    func references() throws(ExportError) -> CriterionReferences {
        var numbers: [String: String] = [:]
        for criterion in criteria {
            guard numbers.updateValue(criterion.number, forKey: criterion.id) == nil else {
                throw .repeatedCriterion(id: criterion.id)
            }
        }
        return CriterionReferences(numbers: numbers, areInDocument: true)
    }
}

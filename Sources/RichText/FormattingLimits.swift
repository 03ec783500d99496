public import Merge

/// How much formats may ask for; see ``Merge/FormattingCost``.
enum FormattingLimits {
    /// Of one batch, in steps of some nanoseconds. A worked-over text of 6,000 characters may have 3,000 runs and ten keys:
    /// that is 500 formats of all of it at once.
    static let stepsPerBatch = 16_000_000
    /// Of all formats of one text, which are walked again when somebody's edit comes from before them.
    static let stepsPerText = 100_000_000
    /// Of all texts together: 50 MB.
    static let entries = 1_000_000
    /// A text with fewer is not counted.
    static let fewEntries = 1_000
}

extension Document {
    /// Whether a batch's formats ask for no more work and memory than a document is given. A server asks before it takes
    /// the batch; who hears of it from the server takes it as it is.
    public func hasRoom(forFormatsOf batch: EditBatch) -> Bool {
        var steps = 0
        var entries = 0
        for operation in batch.operations {
            guard case .format(let place, _, let count, _, _) = operation, let number = textNumber(of: place) else {
                continue
            }
            let cost = TextSequence.formatting(of: texts, number)
            steps += cost.steps(ofFormatting: count)
            guard steps <= FormattingLimits.stepsPerBatch, cost.spent + steps <= FormattingLimits.stepsPerText else {
                return false
            }
            entries += cost.entries(ofFormatting: count)
            if cost.entries + entries > FormattingLimits.fewEntries, entriesOfTexts + entries > FormattingLimits.entries
            {
                return false
            }
        }
        return true
    }

    private var entriesOfTexts: Int {
        texts.indices.reduce(0) { $0 + TextSequence.formatting(of: texts, $1).entries }
    }
}

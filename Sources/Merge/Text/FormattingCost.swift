/// What formats cost in one text: each looks at all the runs that it covers, and each run keeps for every key which format
/// decides about it. A few bytes ask for a format over a whole text, so this bounds what they can ask for.
package struct FormattingCost: Sendable {
    /// Entries of all the different attributes that the text's runs ever had.
    package let entries: Int
    /// How many different attributes those were.
    let sets: Int
    let keys: Int
    let operations: Int
    /// What the formats so far have taken, in steps.
    package let spent: Int

    /// The most steps that a format over so many scalars takes.
    package func steps(ofFormatting scalars: Int) -> Int {
        min(scalars, operations + 1) * (keys + 1)
    }

    /// The most entries that it adds.
    package func entries(ofFormatting scalars: Int) -> Int {
        min(scalars, operations + 1, sets) * (keys + BatchLimits.attributes)
    }
}

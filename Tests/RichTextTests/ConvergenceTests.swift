import Merge
import RichText
import TestSupport
import Testing

/// Whoever has heard of the same edits has the same document, and it is the one that the slow, plainly right merge gives.
///
/// `UDKAST_SEED=17 swift test --filter ConvergenceTests` replays one case, `Scripts/fuzz merge` tries many more.
struct ConvergenceTests {
    @Test(arguments: Seeds.first(100))
    func `however one hears of a history, the document is the same`(seed: UInt64) throws {
        try MergeCheck.run(seed: seed)
    }

    /// Short histories reach corners that long ones pass by.
    @Test(arguments: Seeds.first(300))
    func `however one hears of a short history, the document is the same`(seed: UInt64) throws {
        try MergeCheck.run(seed: seed, turns: 4)
    }
}

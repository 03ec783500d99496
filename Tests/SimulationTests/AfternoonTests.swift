import Merge
import RichText
import Sync
import TestSupport
import Testing

/// Whoever has heard everything shows the same document, the disk included, and nothing acknowledged is missing.
///
/// `UDKAST_SEED=17 swift test --filter AfternoonTests` replays one case.
struct AfternoonTests {
    @Test(arguments: Seeds.first(200))
    func `people behind a lying network end with one document`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var afternoon = try Afternoon(people: Int.random(in: 2...5, using: &generator), seed: seed)

        for _ in 0..<10 { try check(&afternoon, steps: 30) }
    }

    /// 10 settlings a seed, so 200 seeds are 2,000 convergences and more.
    private func check(_ afternoon: inout Afternoon, steps: Int) throws {
        try afternoon.run(steps: steps)

        let onDisk = try DraftSession(log: afternoon.disk, authors: [:]).document
        let expected = onDisk.content
        #expect(afternoon.server.document.content == expected)
        for person in afternoon.people {
            #expect(person.session.pending.isEmpty)
            #expect(person.session.document.content == expected)
            #expect(person.session.document.content.hash == expected.hash)
            for (session, next) in person.acknowledged {
                #expect(onDisk.graph.nextSequence(of: session) >= next, "an acknowledged edit is missing")
            }
        }
    }
}

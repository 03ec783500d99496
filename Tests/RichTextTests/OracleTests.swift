import Merge
import TestSupport
import Testing

/// The slow document is what everything faster is held against, so it is itself held against recorded results.
struct OracleTests {
    static let conflicts = try! Fixture.load("conflicts")
    static let rich = try! Fixture.load("rich")
    static let all = conflicts + rich

    @Test func `there are fixtures, and formats that cross in them`() {
        #expect(Self.conflicts.count == 150)
        #expect(Self.rich.count == 150)
        #expect(Self.rich.count { $0.expected.contains { $0.attributes.entries.count > 1 } } > 50)
    }

    @Test(arguments: all.indices)
    func `a recorded graph gives the agreed text and attributes`(number: Int) {
        let fixture = Self.all[number]
        var document = SlowDocument()

        for batch in fixture.batches { document.apply(batch) }

        #expect(document.scalars(at: Fixture.place) == fixture.expected)
    }

    @Test(arguments: Seeds.first(100))
    func `neither the order of arrival nor where batches were cut matters`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let history = RandomHistory(seed: seed)
        var document = SlowDocument()

        for batch in history.batches.split(using: &generator).shuffled(causally: &generator) { document.apply(batch) }

        expectSame(document, history.document)
    }

    @Test(arguments: Seeds.first(100))
    func `a basis that counts the server's log means the same as one that names events`(seed: UInt64) {
        let history = RandomHistory(seed: seed, network: .server)
        var document = SlowDocument()

        for batch in history.log { document.apply(batch) }

        expectSame(document, history.document)
    }

    @Test(arguments: Seeds.first(100))
    func `a version of the whole is what somebody has who heard no more`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let whole = RandomHistory(seed: seed).document
        let batches = RandomHistory(seed: seed).batches
        let version = whole.history.version(of: Int.random(in: 0..<whole.history.count, using: &generator))
        var part = SlowDocument()

        for batch in batches {
            let events = (batch.firstSequence..<batch.endSequence).count { sequence in
                version.contains(whole.history.event(of: EventID(session: batch.session, sequence: sequence))!)
            }
            if events == batch.eventCount { part.apply(batch) }
            if let (known, _) = batch.split(after: events) { part.apply(known) }
        }

        for place in whole.places {
            #expect(part.scalars(at: place) == whole.scalars(at: place, in: version))
            #expect(part.origins(at: place) == whole.origins(at: place, in: version))
        }
        for register in whole.registers {
            #expect(
                part.register(register.node, register.key)
                    == whole.register(register.node, register.key, in: version))
        }
    }

    /// Random histories are worth nothing if they do not hold what is hard.
    @Test func `random histories hold what is hard`() {
        var hard: Set<String> = []
        for seed in 0..<UInt64(50) {
            let history = RandomHistory(seed: seed, network: seed.isMultiple(of: 2) ? .mesh : .server)
            if Set(history.batches.map(\.session)).count > 5 { hard.insert("many people") }
            if history.document.places.count == 3 { hard.insert("several places") }
            for batch in history.batches {
                if case .events(let parents) = batch.basis, parents.count > 2 { hard.insert("many heads") }
                if batch.operations.count > 4 { hard.insert("long batch") }
                for operation in batch.operations {
                    switch operation {
                    case .insert(_, _, ["\n"], let attributes) where !attributes.isEmpty: hard.insert("marker")
                    case .insert(_, _, let scalars, _) where scalars.contains { $0.value > 0xFFFF }:
                        hard.insert("astral")
                    case .delete(_, _, let count) where count > 5: hard.insert("long delete")
                    case .format(_, _, _, _, nil): hard.insert("format taken away")
                    case .set(_, _, nil): hard.insert("register taken away")
                    default: break
                    }
                }
            }
            if history.log.contains(where: { if case .log = $0.basis { true } else { false } }) { hard.insert("log") }
        }
        #expect(
            hard == [
                "many people", "several places", "many heads", "long batch", "marker", "astral", "long delete",
                "format taken away", "register taken away", "log",
            ])
    }

    private func expectSame(_ one: SlowDocument, _ other: SlowDocument) {
        #expect(one.places == other.places)
        #expect(one.registers == other.registers)
        for place in other.places {
            #expect(one.scalars(at: place) == other.scalars(at: place))
            #expect(one.origins(at: place) == other.origins(at: place))
        }
        for register in other.registers {
            #expect(one.register(register.node, register.key) == other.register(register.node, register.key))
        }
    }
}

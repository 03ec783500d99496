import Merge
import RichText
import TestSupport
import Testing

/// The walk in runs against the slow one, on random histories: few people, few places, much overlap.
///
/// `UDKAST_SEED=17 swift test --filter WalkTests` replays one case.
struct WalkTests {
    static let places = [Place("krt-1/kravtekst")!, Place("formaal/tekst")!]

    @Test(arguments: Seeds.first(300))
    func `the walk in runs agrees with the slow walk`(seed: UInt64) throws {
        var history = try RandomHistory(seed: seed)
        var oracle = SlowDocument()
        for batch in history.batches { oracle.apply(batch) }

        for replica in history.replicas.indices {
            for place in Self.places {
                #expect(history.replicas[replica].text(at: place) == oracle.text(at: place))
            }
        }
        // A replica that hears of everything at once, in another order.
        var latecomer = Document()
        for batch in history.shuffled() { try latecomer.apply(batch) }
        for place in Self.places {
            #expect(latecomer.text(at: place) == oracle.text(at: place))
            let ids = history.batches.flatMap { batch in
                (batch.firstSequence..<batch.endSequence).map { EventID(session: batch.session, sequence: $0) }
            }
            for id in ids.prefix(200) {
                let found = latecomer.position(of: id, in: place)
                let expected = oracle.position(of: id, in: place)
                #expect(found?.position == expected?.position)
                #expect(found?.isDeleted == expected?.isDeleted)
            }
        }
    }
}

/// People who edit and hear of each other at random.
struct RandomHistory {
    private(set) var replicas: [Document]
    /// In the order of their making, which is one of the orders they can be delivered in.
    private(set) var batches: [EditBatch] = []
    private var heard: [[Bool]]
    private var generator: SeededGenerator

    init(seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 2...5, using: &generator)
        replicas = Array(repeating: Document(), count: count)
        heard = Array(repeating: [], count: count)
        // Somebody in a hurry types long runs, somebody else hears of it late: both happen.
        let chattiness = Int.random(in: 2...6, using: &generator)
        for _ in 0..<Int.random(in: 20...120, using: &generator) {
            let person = replicas.indices.randomElement(using: &generator)!
            try edit(person)
            if generator.oneIn(chattiness) {
                try listen(replicas.indices.randomElement(using: &generator)!, upTo: batches.count)
            } else if generator.oneIn(2) {
                let some = Int.random(in: 0...batches.count, using: &generator)
                try listen(replicas.indices.randomElement(using: &generator)!, upTo: some)
            }
        }
        for person in replicas.indices { try listen(person, upTo: batches.count) }
    }

    private mutating func edit(_ person: Int) throws {
        var operations: [Merge.Operation] = []
        var lengths = Dictionary(
            uniqueKeysWithValues: WalkTests.places.map { ($0, replicas[person].text(at: $0).count) })
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = WalkTests.places[generator.oneIn(4) ? 1 : 0]
            let length = lengths[place]!
            if length > 0, generator.oneIn(3) {
                let at = Int.random(in: 0..<length, using: &generator)
                let count = min(Int.random(in: 1...6, using: &generator), length - at)
                operations.append(.delete(place, at: at, count: count))
                lengths[place]! -= count
            } else {
                let scalars = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                    awkwardAlphabet.randomElement(using: &generator)!
                }
                let at = generator.oneIn(3) ? min(length, 1) : Int.random(in: 0...length, using: &generator)
                operations.append(.insert(place, at: at, scalars))
                lengths[place]! += scalars.count
            }
        }
        let batch = replicas[person].batch(by: SessionID(UInt64(person + 1)), operations)
        try replicas[person].apply(batch)
        batches.append(batch)
        for other in heard.indices { heard[other].append(other == person) }
    }

    /// Delivers the first `count` batches that are still missing, as far as what they build on is there.
    private mutating func listen(_ person: Int, upTo count: Int) throws {
        for number in 0..<count where !heard[person][number] {
            do throws(BatchError) {
                try replicas[person].apply(batches[number])
                heard[person][number] = true
            } catch .unknownParent {
            } catch .sequenceGap {
            } catch {
                throw error
            }
        }
    }

    /// The batches in another order that keeps causes before effects.
    mutating func shuffled() -> [EditBatch] {
        var waiting = batches
        var result: [EditBatch] = []
        var known = Set<EventID>()
        while !waiting.isEmpty {
            let ready = waiting.indices.filter { index in
                waiting[index].parents.allSatisfy { known.contains($0) }
                    && (waiting[index].firstSequence == 0
                        || known.contains(
                            EventID(session: waiting[index].session, sequence: waiting[index].firstSequence - 1)))
            }
            let batch = waiting.remove(at: ready.randomElement(using: &generator)!)
            for sequence in batch.firstSequence..<batch.endSequence {
                known.insert(EventID(session: batch.session, sequence: sequence))
            }
            result.append(batch)
        }
        return result
    }
}

import Merge
import RichText

/// One random history heard of in many ways; each must end in what the oracle says, and show it by its patches.
///
/// On the way the state that only makes merging faster is dropped at random, batches come cut in two, one by one or many
/// at once, and the document is written out and read again.
public enum MergeCheck {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public static func history(seed: UInt64, turns: Int? = nil) -> RandomHistory {
        RandomHistory(seed: seed, network: seed % 3 == 2 ? .server : .mesh, turns: turns)
    }

    /// - Throws: a ``Failure`` that says which way and what differed.
    public static func run(seed: UInt64, turns: Int? = nil) throws(Failure) {
        var generator = SeededGenerator(seed: ~seed)
        let history = history(seed: seed, turns: turns)
        let oracle = history.document
        let batches = history.batches
        let reader = batches.randomElement(using: &generator)?.session ?? SessionID(1)
        let ways: [(name: String, batches: [EditBatch])] = [
            ("in the order of making", batches),
            ("shuffled and cut", batches.split(using: &generator).shuffled(causally: &generator)),
            ("as one of the authors heard of it", history.arrivals(at: reader)),
            ("by the server's log", history.log),
            ("by the server's log, cut", history.log.split(using: &generator)),
        ]
        for way in ways where !way.batches.isEmpty {
            for isChunked in [false, true] {
                try attempt(way.name + (isChunked ? ", many at once" : "")) { () throws(Explained) in
                    try hear(way.batches, isChunked: isChunked, oracle, &generator)
                }
            }
        }
        guard !history.log.isEmpty else { return }
        try attempt("as author \(reader.rawValue) behind the server") { () throws(Explained) in
            try AuthorCheck.run(history, by: reader, &generator)
        }
    }

    /// What went wrong, before it is known on which way.
    struct Explained: Error {
        let reason: String
    }

    private static func attempt(_ way: String, _ body: () throws(Explained) -> Void) throws(Failure) {
        do throws(Explained) {
            try body()
        } catch {
            throw Failure(description: "\(way): \(error.reason)")
        }
    }

    private static func hear(
        _ batches: [EditBatch], isChunked: Bool, _ oracle: SlowDocument, _ generator: inout SeededGenerator
    ) throws(Explained) {
        var replica = Replica()
        var known = EventSet()
        var next = 0
        // A replica that is never disturbed keeps its state for long.
        let isDisturbed = !generator.oneIn(3)
        if isDisturbed { try disturb(&replica, &generator) }
        while next < batches.count {
            let longest = generator.oneIn(4) ? batches.count - next : min(batches.count - next, 8)
            let end = next + (isChunked ? Int.random(in: 1...longest, using: &generator) : 1)
            let chunk = Array(batches[next..<end])
            do throws(BatchError) {
                if isChunked { try replica.merge(chunk) } else { try replica.apply(chunk[0]) }
            } catch {
                throw Explained(reason: "batch \(next) or behind was refused, \(error)")
            }
            for batch in chunk {
                let first = oracle.history.event(of: EventID(session: batch.session, sequence: batch.firstSequence))!
                known.insert(first..<(first + batch.eventCount))
            }
            next = end
            if isDisturbed { try disturb(&replica, &generator) }
            if generator.oneIn(8) { try compare(replica, oracle, known, after: next) }
            if generator.oneIn(60) { try comparePast(&replica, oracle, known, &generator) }
            if generator.oneIn(12) { try refuse(batches, known: next, &replica, &generator) }
        }
        try compare(replica, oracle, known, after: next)
        try comparePast(&replica, oracle, known, &generator)
        guard replica.document.content == oracle.content() else { throw Explained(reason: "the content differs") }
        if let difference = replica.differenceOfIDs(from: oracle, samples: 10, using: &generator) {
            throw Explained(reason: difference)
        }
    }

    private static func compare(
        _ replica: Replica, _ oracle: SlowDocument, _ known: EventSet, after count: Int
    ) throws(Explained) {
        if let difference = replica.difference { throw Explained(reason: "after \(count) batches, \(difference)") }
        if let difference = replica.difference(from: oracle, in: known) {
            throw Explained(reason: "after \(count) batches, \(difference)")
        }
    }

    private static func comparePast(
        _ replica: inout Replica, _ oracle: SlowDocument, _ known: EventSet, _ generator: inout SeededGenerator
    ) throws(Explained) {
        guard let moment = known.events.randomElement(using: &generator) else { return }
        let difference: String?
        do throws(BatchError) {
            difference = try replica.differenceOfPast(from: oracle, at: moment, known: known)
        } catch {
            throw Explained(reason: "the past cannot be told, \(error)")
        }
        if let difference { throw Explained(reason: difference) }
    }

    private static func disturb(_ replica: inout Replica, _ generator: inout SeededGenerator) throws(Explained) {
        if generator.oneIn(6) { replica.dropWalkState() }
        guard generator.oneIn(15) else { return }
        do throws(DecodingError) {
            if generator.oneIn(2) { try replica.reopen() } else { try replica.reopenSaved() }
        } catch {
            throw Explained(reason: "what it wrote cannot be read, \(error)")
        }
    }

    /// Batches that do not fit at this moment are refused and change nothing.
    private static func refuse(
        _ batches: [EditBatch], known: Int, _ replica: inout Replica, _ generator: inout SeededGenerator
    ) throws(Explained) {
        let content = replica.document.content
        let count = replica.document.graph.count
        let old = batches[Int.random(in: 0..<known, using: &generator)]
        var misfits = [(old, BatchError.alreadyKnown)]
        if let (_, second) = old.split(after: old.eventCount - 1) { misfits.append((second, .alreadyKnown)) }
        let place = RandomEdits.places[0]
        let stranger = SessionID(UInt64.max)
        let length = replica.document.text(at: place).count
        let frontier = replica.document.graph.frontier
        for operation: Operation in [
            .insert(place, at: length + 1, ["x"]), .delete(place, at: length, count: 1),
            .format(place, at: 0, count: length + 1, key: Name("b")!, .bool(true)),
        ] {
            let batch = EditBatch(session: stranger, firstSequence: 0, parents: frontier, operations: [operation])
            misfits.append((batch, .positionPastEnd(place, length: length)))
        }
        let nobody = EventID(session: stranger, sequence: 0)
        let typing: [Operation] = [.insert(place, at: 0, ["x"])]
        misfits.append(
            (
                EditBatch(session: SessionID(1 << 50), firstSequence: 0, parents: [nobody], operations: typing),
                .unknownParent(nobody)
            ))
        misfits.append(
            (
                EditBatch(session: stranger, firstSequence: 1, parents: frontier, operations: typing),
                .sequenceGap(expected: 0)
            ))
        // Goes on from where the session's last batch began, as if that had never been.
        let last = batches[..<known].last { $0.session == old.session }!
        if case .events = last.basis {
            let fork = EditBatch(
                session: old.session, firstSequence: last.endSequence, basis: last.basis, operations: typing)
            misfits.append((fork, .forkedSession))
        }
        for (batch, expected) in misfits {
            let refusal = replica.refusal(of: batch)
            guard refusal == expected else {
                throw Explained(
                    reason: "a batch was \(refusal.map { "refused as \($0)" } ?? "taken") that should be \(expected)")
            }
        }
        guard replica.document.content == content, replica.document.graph.count == count else {
            throw Explained(reason: "refused batches have changed the document")
        }
    }
}

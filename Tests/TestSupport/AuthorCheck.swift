import Merge
import RichText

/// One random history behind a server as one of its authors lives it: own edits take effect at once, and have their
/// place in the log when the server has come to them.
enum AuthorCheck {
    static func run(
        _ history: RandomHistory, by session: SessionID, _ generator: inout SeededGenerator
    ) throws(MergeCheck.Explained) {
        var author = Author(history.log, session)
        var rewritten = Document()
        do throws(BatchError) {
            if generator.oneIn(2) { try author.openSaved(showing: history.document) }
            for batch in history.log where batch.session == session {
                try author.edit(batch)
                if generator.oneIn(5) { author.replica.dropWalkState() }
            }
            try author.hear(upTo: Int.max)
            for batch in author.rewritten { try rewritten.apply(batch) }
        } catch {
            throw MergeCheck.Explained(reason: "refused, \(error)")
        }
        if let difference = author.replica.difference ?? author.replica.difference(from: history.document) {
            throw MergeCheck.Explained(reason: difference)
        }
        guard rewritten.content == author.replica.document.content else {
            throw MergeCheck.Explained(reason: "what the author has sent means something else")
        }
    }

    private struct Author {
        private let log: [EditBatch]
        private let session: SessionID
        var replica = Replica()
        /// Batches of the log that have come in, and their events.
        private var batches = 0
        private var events = 0
        /// How many events of the log the last own edit says that its author had seen.
        private var seen = 0
        /// Own edits as the document itself would have them sent.
        private var made: [EditBatch] = []

        init(_ log: [EditBatch], _ session: SessionID) {
            self.log = log
            self.session = session
        }

        /// Comes to the document late: what the first own edit has seen comes as one saved form.
        mutating func openSaved(showing oracle: SlowDocument) throws(BatchError) {
            guard case .log(let count)? = log.first(where: { $0.session == session })?.basis else { return }
            var server = Document()
            while events < count {
                try server.apply(log[batches])
                events += log[batches].eventCount
                batches += 1
            }
            do throws(DecodingError) {
                replica = try Replica(saved: server.saved(), showing: oracle)
            } catch {
                preconditionFailure("what a server saves can be opened: \(error)")
            }
        }

        mutating func hear(upTo count: Int) throws(BatchError) {
            while events < count, batches < log.count {
                let batch = log[batches]
                batches += 1
                events += batch.eventCount
                if batch.session == session {
                    replica.settle(batch)
                } else {
                    try replica.apply(batch)
                }
            }
        }

        mutating func edit(_ batch: EditBatch) throws(BatchError) {
            if case .log(let count) = batch.basis { seen = max(seen, count) }
            try hear(upTo: seen)
            // An author who had seen half of a batch is not in the present here.
            guard events == seen else {
                made.append(batch)
                return try replica.apply(batch, isSettled: false)
            }
            made.append(replica.document.batch(by: session, batch.operations))
            for operation in batch.operations { try replica.perform(operation, by: session) }
        }

        /// The log with the own edits as the document would have them sent.
        var rewritten: [EditBatch] {
            var own = made[...]
            return log.map { $0.session == session ? own.removeFirst() : $0 }
        }
    }
}

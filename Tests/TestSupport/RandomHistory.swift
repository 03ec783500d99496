public import Merge

/// What some people do to a document who hear of each other late: a history of edits that follows from a seed alone.
///
/// Up to six people type, delete, paste, format, and turn lines into headings or list items, in a few texts and
/// registers. Some hear of the others after every edit, some only at the end of a long time offline. How many they are,
/// how attentive, and what they like to do is drawn anew for each history, so that some consist of formats that cross,
/// some of many inserts at one place, some of branches that delete what the other has typed in.
public struct RandomHistory: Sendable {
    public enum Network: Sendable {
        /// Everybody hears of everybody directly, so a version is any set of events.
        case mesh
        /// Everybody hears of the others through one server, so a version is the start of its log and one's own.
        case server
    }

    /// In the order in which they were made, which is one of the orders in which they can come.
    public private(set) var batches: [EditBatch] = []
    /// All of it, merged.
    public private(set) var document = SlowDocument()
    /// Batches in the order in which the server took them, most of them with a count of the log as their basis; the
    /// same events as ``batches``. Empty where there is no server.
    public private(set) var log: [EditBatch] = []

    private let network: Network
    private var people: [Person] = []
    private var generator: SeededGenerator
    private var edits: RandomEdits
    /// What the server has: events by their number in ``document``, in the order of the log.
    private var logEvents: [Int] = []
    private var nextSession: UInt64 = 1

    private struct Person: Sendable {
        var session: SessionID
        var nextSequence: UInt64 = 0
        /// What this person has seen.
        var seen = EventSet()
        /// Batches that the server has not taken, each with the events of it.
        var unsent: [(batch: EditBatch, events: Range<Int>)] = []
        /// How much of the log this person has heard.
        var heard = 0
        /// Hears of others once in this many turns.
        let inattention: Int
        /// Turns that this person will be offline.
        var offline = 0
    }

    /// - Parameter turns: how many edits, about; nil for a number from the seed. A failure with few is easy to read.
    public init(seed: UInt64, network: Network = .mesh, turns: Int? = nil) {
        self.network = network
        generator = SeededGenerator(seed: seed)
        edits = RandomEdits(using: &generator)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            people.append(
                Person(session: issueSession(), inattention: [1, 2, 2, 4, 8, 40].randomElement(using: &generator)!))
        }
        // The order of sessions must not be the order of speaking.
        people.shuffle(using: &generator)
        let wished = Int.random(in: generator.oneIn(10) ? 60...160 : 5...60, using: &generator)
        for _ in 0..<(turns ?? wished) { takeTurn(Int.random(in: people.indices, using: &generator)) }
        for person in people.indices { send(person) }
    }

    /// The batches in the order in which one of the sessions heard of them: each of its own when it made it.
    public func arrivals(at session: SessionID) -> [EditBatch] {
        let firsts = batches.map {
            document.history.event(of: EventID(session: $0.session, sequence: $0.firstSequence))!
        }
        var hasArrived = Array(repeating: false, count: batches.count)
        var arrivals: [EditBatch] = []
        func arrive(_ number: Int) {
            guard !hasArrived[number] else { return }
            hasArrived[number] = true
            arrivals.append(batches[number])
        }
        for own in batches.indices where batches[own].session == session {
            let seen = document.history.seen(by: batches[own])
            for number in 0..<own where seen.contains(firsts[number]) { arrive(number) }
            arrive(own)
        }
        for number in batches.indices { arrive(number) }
        return arrivals
    }

    private mutating func issueSession() -> SessionID {
        defer { nextSession += generator.oneIn(8) ? 1 << 33 : 1 }
        return SessionID(nextSession)
    }

    private mutating func takeTurn(_ person: Int) {
        if people[person].offline > 0 {
            people[person].offline -= 1
        } else if generator.oneIn(people[person].inattention) {
            hear(person)
        }
        if people[person].offline == 0 {
            if generator.oneIn(30) { people[person].offline = Int.random(in: 3...20, using: &generator) }
            if generator.oneIn(60) { reload(person) }
        }
        edit(person)
    }

    private mutating func edit(_ person: Int) {
        let operations = edits.next(in: document, seen: people[person].seen, using: &generator)
        guard !operations.isEmpty else { return }
        let session = people[person].session
        let sequence = people[person].nextSequence
        var parents = document.history.heads(of: people[person].seen)
        // Not the newest alone: somebody may name what another of the parents has seen.
        if generator.oneIn(50), let event = people[person].seen.events.randomElement(using: &generator) {
            parents = Set(parents + [document.history.id(of: event)]).sorted()
        }
        let batch = EditBatch(session: session, firstSequence: sequence, parents: parents, operations: operations)
        let events = document.history.count..<(document.history.count + batch.eventCount)
        document.apply(batch)
        batches.append(batch)
        people[person].seen.insert(events)
        people[person].nextSequence = batch.endSequence
        if network == .server {
            people[person].unsent.append((basedOnLog(batch, by: people[person]), events))
            if people[person].offline == 0, generator.oneIn(2) { send(person) }
        }
    }

    /// The batch as the server is told of it. Who heard of nothing since their last edit may say so in either way.
    private mutating func basedOnLog(_ batch: EditBatch, by person: Person) -> EditBatch {
        let own = EventID(session: batch.session, sequence: batch.firstSequence &- 1)
        var heard = person.heard
        if batch.basis == .events([own]) {
            if generator.oneIn(3) { return batch }
            // Their own edit has seen the rest of it.
            if generator.oneIn(4) { heard = Int.random(in: 0...heard, using: &generator) }
        }
        return EditBatch(
            session: batch.session, firstSequence: batch.firstSequence, basis: .log(count: heard),
            operations: batch.operations)
    }

    // MARK: The network

    private mutating func hear(_ person: Int) {
        switch network {
        case .mesh:
            let other = people.randomElement(using: &generator)!
            people[person].seen.formUnion(other.seen)
        case .server:
            send(person)
            let heard = people[person].heard
            let now = generator.oneIn(3) ? Int.random(in: heard...logEvents.count, using: &generator) : logEvents.count
            people[person].heard = now
            for event in logEvents[heard..<now] { people[person].seen.insert(event..<(event + 1)) }
        }
    }

    private mutating func send(_ person: Int) {
        for (batch, events) in people[person].unsent {
            log.append(batch)
            logEvents += Array(events)
        }
        people[person].unsent = []
    }

    /// A new tab: another session, which has seen what the old one had made.
    private mutating func reload(_ person: Int) {
        if network == .server {
            send(person)
            let heard = people[person].heard
            for event in logEvents[heard...] { people[person].seen.insert(event..<(event + 1)) }
            people[person].heard = logEvents.count
        }
        people[person].session = issueSession()
        people[person].nextSequence = 0
    }
}

import Merge
import RichText
import Sync
import TestSupport

/// A whole afternoon in one process: one server, some people, and a network that delays, cuts and loses, all from a
/// seed. The same seed always gives the same afternoon.
///
/// Between a person and the server, messages keep their order while a connection lasts, as TCP keeps it; a cut loses
/// everything under way in both directions. Between different people there is no order. A reconnecting client resends
/// what was not acknowledged, so the server sees duplicates; the disk is slow, fails never, and is what a restarted
/// server is loaded from.
struct Afternoon {
    struct Person {
        let client: ClientID
        var session = ClientSession()
        var connection: Connection?
        /// Everything that was acknowledged to this person as on disk, by session.
        var acknowledged: [SessionID: UInt64] = [:]
    }

    /// Messages under way; the first to arrive is the first in the list.
    struct Connection {
        let id: ClientID
        var toServer: [[UInt8]] = []
        var toPerson: [[UInt8]] = []
    }

    private(set) var people: [Person] = []
    private(set) var server: DraftSession
    /// What is on disk, in order.
    private(set) var disk: [LoggedBatch] = []
    private var authors: [SessionID: Author] = [:]
    /// Effects that wait for the disk, in order.
    private var effects: [DraftSession.Effect] = []
    private var generator: SeededGenerator
    private var nextConnection: UInt64 = 1
    private var nextSession: UInt64 = 1

    static let place = Place("krt-1/kravtekst")!
    static let otherPlace = Place("formaal/tekst")!
    static let criteria = (1...4).map { Name("krt-\($0)")! }

    init(people count: Int, seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        server = try DraftSession(log: [], authors: [:])
        for number in 0..<count { people.append(Person(client: ClientID(UInt64(number)))) }
    }

    // MARK: Running

    /// - Throws: a violation of the protocol, which nobody here commits.
    mutating func run(steps: Int) throws {
        for _ in 0..<steps { try step() }
        try settle()
    }

    /// Connects everybody and delivers everything.
    mutating func settle() throws {
        for index in people.indices where people[index].connection == nil { connect(index) }
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for index in people.indices {
                send(index)
                while try deliverToServer(index) { isQuiet = false }
            }
            while flush() { isQuiet = false }
            for index in people.indices {
                while try deliverToPerson(index) { isQuiet = false }
            }
        }
    }

    private mutating func step() throws {
        let index = Int.random(in: people.indices, using: &generator)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<40: try edit(index)
        case 40..<55: send(index)
        case 55..<70: _ = try deliverToServer(index)
        case 70..<85: _ = try deliverToPerson(index)
        case 85..<95: _ = flush()
        case 95..<97: disconnect(index)
        case 97: if people[index].connection == nil { connect(index) }
        case 98: try openAnew(index)
        default: if generator.oneIn(8) { try restart() }
        }
    }

    // MARK: The network

    private mutating func connect(_ index: Int) {
        let id = ClientID(nextConnection)
        nextConnection += 1
        people[index].connection = Connection(id: id)
        people[index].session.connected()
        server.join(id, author: Author(member: "p-\(index)", name: "Demo \(index)"), access: .edit)
    }

    private mutating func disconnect(_ index: Int) {
        guard let connection = people[index].connection else { return }
        people[index].connection = nil
        _ = people[index].session.disconnected()
        effects += server.leave(connection.id)
    }

    /// Closes a person's tab and opens another, which knows nothing but what the first could not send.
    private mutating func openAnew(_ index: Int) throws {
        disconnect(index)
        let unsent = people[index].session.pending
        people[index].session = ClientSession()
        for waiting in unsent { try people[index].session.adopt(waiting.bytes) }
        connect(index)
    }

    private mutating func send(_ index: Int) {
        guard people[index].connection != nil else { return }
        people[index].connection!.toServer += people[index].session.takeOutgoing()
    }

    private mutating func deliverToServer(_ index: Int) throws -> Bool {
        guard let connection = people[index].connection, !connection.toServer.isEmpty else { return false }
        let message = people[index].connection!.toServer.removeFirst()
        effects += server.receive(message, from: connection.id)
        // A message that was sent twice, as after a cut that swallowed only the answer.
        if generator.oneIn(20), case .edit = try ClientMessage(decoding: message) {
            effects += server.receive(message, from: connection.id)
        }
        return true
    }

    private mutating func deliverToPerson(_ index: Int) throws -> Bool {
        guard people[index].connection?.toPerson.isEmpty == false else { return false }
        let message = people[index].connection!.toPerson.removeFirst()
        if case .acknowledged(let next) = try ServerMessage(decoding: message) {
            people[index].acknowledged[next.session] = next.next
        }
        for event in try people[index].session.receive(message) {
            if case .diverged = event { throw SimulationFailure.diverged(person: index) }
            if case .refused(let reason, _) = event { throw SimulationFailure.refused(person: index, reason) }
        }
        return true
    }

    // MARK: The disk

    /// Carries out one effect.
    private mutating func flush() -> Bool {
        guard !effects.isEmpty else { return false }
        switch effects.removeFirst() {
        case .persist(let batch, _):
            disk.append(batch)
        case .send(let message, let client):
            post(message, to: client)
        case .broadcast(let message, let clients):
            for client in clients { post(message, to: client) }
        case .issueSession(let client):
            let session = SessionID(nextSession)
            nextSession += 1
            if let person = people.firstIndex(where: { $0.connection?.id == client }) {
                authors[session] = Author(member: "p-\(person)", name: "Demo \(person)")
            }
            effects += server.sessionIssued(session, to: client)
        case .close(let client, _):
            if let person = people.firstIndex(where: { $0.connection?.id == client }) { disconnect(person) }
        }
        return true
    }

    private mutating func post(_ message: ServerMessage, to client: ClientID) {
        guard let person = people.firstIndex(where: { $0.connection?.id == client }) else { return }
        people[person].connection!.toPerson.append(message.encoded())
    }

    /// The server dies, with everything that is not on disk, and comes back.
    private mutating func restart() throws {
        effects = []
        for index in people.indices where people[index].connection != nil {
            people[index].connection = nil
            _ = people[index].session.disconnected()
        }
        server = try DraftSession(log: disk, authors: authors)
    }

    // MARK: What people do

    private mutating func edit(_ index: Int) throws {
        guard people[index].session.isOpen, people[index].session.session != nil else { return }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: try set(index, Name("forpligtelse")!, ["krav", "anbefaling"].randomElement(using: &generator)!)
        case 1: try set(index, Name("order")!, String(Int.random(in: 1...9, using: &generator)))
        case 2: try delete(index)
        case 3: try typeTogether(index)
        default: try type(index, Bool.random(using: &generator) ? Self.place : Self.otherPlace)
        }
    }

    private mutating func type(_ index: Int, _ place: Place) throws {
        let length = people[index].session.document.text(at: place).count
        if length > 0, generator.oneIn(3) {
            let at = Int.random(in: 0..<length, using: &generator)
            let count = min(Int.random(in: 1...4, using: &generator), length - at)
            _ = try people[index].session.delete(count, at: at, in: place)
        } else {
            let scalars = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                awkwardAlphabet.randomElement(using: &generator)!
            }
            // Often at the same few positions, where concurrent inserts compete.
            let at = generator.oneIn(2) ? min(length, 2) : Int.random(in: 0...length, using: &generator)
            _ = try people[index].session.insert(scalars, at: at, in: place)
        }
    }

    private mutating func typeTogether(_ index: Int) throws {
        people[index].session.beginTransaction()
        try type(index, Self.place)
        try type(index, Self.otherPlace)
        try set(index, Name("arbejdsstatus")!, "drøftes")
        people[index].session.endTransaction()
    }

    private mutating func set(_ index: Int, _ key: Name, _ value: String) throws {
        let node = Self.criteria.randomElement(using: &generator)!
        _ = try people[index].session.set(node, key, to: .text(value))
    }

    /// Deletes or restores a criterion while others may be typing in it.
    private mutating func delete(_ index: Int) throws {
        let node = Self.criteria.randomElement(using: &generator)!
        let value: RegisterValue? = Bool.random(using: &generator) ? .bool(true) : nil
        _ = try people[index].session.set(node, Name("deleted")!, to: value)
        _ = try people[index].session.set(node, Name("kind")!, to: .text("kriterium"))
    }
}

enum SimulationFailure: Error {
    case diverged(person: Int)
    case refused(person: Int, RefusalReason)
}

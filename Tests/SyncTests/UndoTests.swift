import Merge
import RichText
import Sync
import TestSupport
import Testing

/// Undo takes back one's own edits, all of them and nobody else's, and every replica comes to the same.
struct UndoTests {
    static let place = Place("krt-1/kravtekst")!
    static let node = Name("krt-1")!
    static let keys = [Name("b")!, Name("i")!]

    /// Two people and a server, with messages delivered at once or held back.
    private struct Desk {
        var server = try! DraftSession(log: [], authors: [:])
        var people = [ClientSession(), ClientSession()]
        /// On their way to each person.
        var inboxes: [[[UInt8]]] = [[], []]

        init(_ text: String) throws {
            for person in people.indices {
                server.join(
                    ClientID(UInt64(person)), author: Author(member: "p-\(person)", name: "Demo"), access: .edit)
                people[person].connected()
                try deliver()
            }
            _ = try people[0].insert(Array(text.unicodeScalars), at: 0, in: UndoTests.place)
            try deliver()
        }

        /// What people have sent reaches the server, and its answers their inboxes.
        mutating func send() {
            for person in people.indices {
                for message in people[person].takeOutgoing() {
                    carryOut(server.receive(message, from: ClientID(UInt64(person))))
                }
            }
        }

        mutating func deliver() throws {
            repeat {
                send()
                for person in people.indices {
                    while !inboxes[person].isEmpty { try receive(person) }
                }
            } while people.contains { !$0.pending.isEmpty }
        }

        mutating func receive(_ person: Int) throws {
            _ = try people[person].receive(inboxes[person].removeFirst())
        }

        private mutating func carryOut(_ effects: [DraftSession.Effect]) {
            for effect in effects {
                switch effect {
                case .send(let message, let client): inboxes[Int(client.rawValue)].append(message.encoded())
                case .broadcast(let message, let clients):
                    for client in clients { inboxes[Int(client.rawValue)].append(message.encoded()) }
                case .issueSession(let client):
                    carryOut(server.sessionIssued(SessionID(client.rawValue + 1), to: client))
                case .persist, .close: break
                }
            }
        }

        var text: String { String(String.UnicodeScalarView(people[0].document.text(at: UndoTests.place))) }
    }

    /// An edit of any kind by somebody; an own transaction sometimes.
    private func edit(
        _ session: inout ClientSession, _ generator: inout SeededGenerator, letters: [Unicode.Scalar], deletes: Bool
    ) throws {
        let length = session.document.length(of: Self.place)
        let at = Int.random(in: 0...length, using: &generator)
        let count = min(Int.random(in: 1...4, using: &generator), length - at)
        switch Int.random(in: 0..<(deletes ? 8 : 4), using: &generator) {
        case 4, 5: _ = try session.delete(count, at: at, in: Self.place)
        case 6:
            let value: RegisterValue? = Bool.random(using: &generator) ? .bool(true) : nil
            let key = Self.keys.randomElement(using: &generator)!
            _ = try session.format(count, at: at, in: Self.place, key, to: value)
        case 7: _ = try session.set(Self.node, Self.keys[0], to: .integer(Int64.random(in: 0...3, using: &generator)))
        default:
            let text = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                letters.randomElement(using: &generator)!
            }
            let bold = Attributes([Attributes.Entry(key: Self.keys[0], value: .bool(true))])
            _ = try session.insert(text, generator.oneIn(3) ? bold : .none, at: at, in: Self.place)
        }
    }

    @Test(arguments: Seeds.first(100))
    func `alone, undoing everything gives what there was, and redoing everything what there was last`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        var desk = try Desk("Træ fra skov. 🪑")
        _ = try desk.people[0].format(3, at: 0, in: Self.place, Self.keys[1], to: .bool(true))
        var contents = [desk.people[0].document.content]
        for _ in 0..<20 {
            let isTogether = generator.oneIn(3)
            if isTogether { desk.people[0].beginTransaction() }
            for _ in 0..<(isTogether ? 3 : 1) {
                try edit(&desk.people[0], &generator, letters: ["a", "ø", "🧱"], deletes: true)
            }
            if isTogether { desk.people[0].endTransaction() }
            contents.append(desk.people[0].document.content)
            if generator.oneIn(2) { try desk.deliver() }
        }
        // An edit that changed nothing is a doing too, or none; so contents are compared without repetitions.
        let distinct = contents.enumerated().filter { $0.offset == 0 || $0.element != contents[$0.offset - 1] }.map(
            \.element)

        var undone = [contents.last!]
        while undone.last != contents[0], try desk.people[0].undo() != nil {
            if desk.people[0].document.content != undone.last { undone.append(desk.people[0].document.content) }
        }
        #expect(undone == distinct.reversed())
        var redone = [undone.last!]
        while redone.last != contents.last!, try desk.people[0].redo() != nil {
            if desk.people[0].document.content != redone.last { redone.append(desk.people[0].document.content) }
        }
        #expect(redone.last == contents.last)
        try desk.deliver()
        #expect(desk.people[1].document.content == contents.last)
    }

    /// I write small letters and delete; the other writes capitals anywhere and deletes nothing.
    @Test(arguments: Seeds.first(100))
    func `among others, undo takes back mine alone`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var desk = try Desk("0123456789")
        for _ in 0..<12 {
            if Bool.random(using: &generator) {
                try edit(&desk.people[0], &generator, letters: ["m", "e"], deletes: true)
            } else {
                try edit(&desk.people[1], &generator, letters: ["T", "H"], deletes: false)
            }
            desk.send()
            for person in 0...1 where !desk.inboxes[person].isEmpty && Bool.random(using: &generator) {
                try desk.receive(person)
            }
        }
        try desk.deliver()
        let before = desk.text.unicodeScalars.sorted()
        var doings = 0
        // The first doing of all put the digits in.
        while try desk.people[0].undo() != nil, desk.text.contains(where: \.isNumber) { doings += 1 }
        _ = try desk.people[0].redo()

        #expect(desk.text.filter { !$0.isUppercase } == "0123456789")
        while try desk.people[0].redo() != nil {}
        #expect(desk.text.unicodeScalars.sorted() == before)
        try desk.deliver()
        #expect(desk.people[0].document.content == desk.people[1].document.content)
    }

    @Test(arguments: Seeds.first(50))
    func `with everybody deleting and undoing at once, all come to one document`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var desk = try Desk("Stole og borde")
        for _ in 0..<60 {
            let person = Int.random(in: 0...1, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: _ = try desk.people[person].undo()
            case 1: _ = try desk.people[person].redo()
            default: try edit(&desk.people[person], &generator, letters: ["x", "æ"], deletes: true)
            }
            desk.send()
            for reader in 0...1 where !desk.inboxes[reader].isEmpty && Bool.random(using: &generator) {
                try desk.receive(reader)
            }
        }
        try desk.deliver()
        #expect(desk.people[0].document.content == desk.people[1].document.content)
        #expect(desk.server.document.content == desk.people[1].document.content)
    }

    @Test func `edits that join are one doing, until somebody else writes or something else is done`() throws {
        var desk = try Desk("")
        for (at, letter) in ["a", "b", "c"].enumerated() as EnumeratedSequence<[Unicode.Scalar]> {
            desk.people[0].beginTransaction()
            _ = try desk.people[0].insert([letter], at: at, in: Self.place)
            desk.people[0].endTransaction(joinsLast: at > 0)
        }
        _ = try desk.people[0].undo()
        #expect(desk.text.isEmpty)
        _ = try desk.people[0].redo()
        #expect(desk.text == "abc")
        #expect(try desk.people[0].redo() == nil)
    }

    @Test func `a small field that somebody else has set stays as they set it`() throws {
        var desk = try Desk("x")
        _ = try desk.people[0].set(Self.node, Self.keys[0], to: .integer(1))
        try desk.deliver()
        _ = try desk.people[1].set(Self.node, Self.keys[0], to: .integer(2))
        try desk.deliver()

        #expect(try desk.people[0].undo() == [])
        #expect(desk.people[0].document.register(Self.node, Self.keys[0]) == .integer(2))
    }

    @Test func `what was typed in many messages and deleted in one comes back`() throws {
        var desk = try Desk("")
        let part = Array(repeating: Unicode.Scalar("🧱"), count: 50_000)
        for number in 0..<4 { _ = try desk.people[0].insert(part, at: number * part.count, in: Self.place) }
        try desk.deliver()
        _ = try desk.people[0].delete(200_000, at: 0, in: Self.place)
        try desk.deliver()

        _ = try desk.people[0].undo()
        try desk.deliver()

        #expect(desk.people[1].document.length(of: Self.place) == 200_000)
    }

    @Test func `nobody undoes who may not write`() throws {
        var desk = try Desk("x")
        _ = try desk.people[0].receive(ServerMessage.access(.read).encoded())
        #expect(throws: EditError.readOnly) { try desk.people[0].undo() }
    }
}

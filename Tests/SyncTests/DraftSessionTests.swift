import Merge
import RichText
import Sync
import Testing

/// The server's end: what is refused, and that nobody hears of an edit before it is to be stored.
struct DraftSessionTests {
    static let anna = ClientID(1)
    static let bo = ClientID(2)
    static let place = Place("krt-1/kravtekst")!

    /// Anna may edit and has session 1, Bo may what the test says and has session 2.
    private func session(boMay access: Access = .edit) throws -> DraftSession {
        var session = try DraftSession(log: [], authors: [:])
        let hello = ClientMessage.hello(session: nil, known: LogPosition()).encoded()
        for (client, number, access) in [(Self.anna, UInt64(1), Access.edit), (Self.bo, 2, access)] {
            session.join(client, author: Author(member: "p-\(number)", name: "Demo \(number)"), access: access)
            #expect(session.receive(hello, from: client) == [.issueSession(for: client)])
            _ = session.sessionIssued(SessionID(number), to: client)
        }
        return session
    }

    private func batch(_ session: UInt64, _ text: String, at position: Int = 0) -> EditBatch {
        EditBatch(
            session: SessionID(session), firstSequence: 0, parents: [],
            operations: [.insert(Self.place, at: position, Array(text.unicodeScalars))])
    }

    private func edit(_ batch: EditBatch) -> [UInt8] {
        ClientMessage.edit(batch.encoded(after: nil)).encoded()
    }

    @Test func `an edit is stored, then told to the others, then acknowledged`() throws {
        var session = try session()
        let batch = batch(1, "Træ")

        let effects = session.receive(edit(batch), from: Self.anna)

        let logged = LoggedBatch(
            session: SessionID(1), firstSequence: 0, eventCount: 3, bytes: batch.encoded(after: nil))
        #expect(
            effects == [
                .persist(logged, by: Author(member: "p-1", name: "Demo 1")),
                .broadcast(.edit(batch.encoded(after: nil)), to: [Self.bo]),
                .send(.acknowledged(SessionNext(session: SessionID(1), next: 3)), to: Self.anna),
            ])
    }

    @Test func `the same bytes again are acknowledged again and stored once`() throws {
        var session = try session()
        _ = session.receive(edit(batch(1, "Træ")), from: Self.anna)

        let effects = session.receive(edit(batch(1, "Træ")), from: Self.anna)

        #expect(effects == [.send(.acknowledged(SessionNext(session: SessionID(1), next: 3)), to: Self.anna)])
    }

    private func expectRefusal(
        _ reason: RefusalReason, of message: [UInt8], session: inout DraftSession, from client: ClientID, id: UInt64
    ) {
        let hash = session.document.content.hash
        let effects = session.receive(message, from: client)
        #expect(effects == [.send(.refused(session: SessionID(id), firstSequence: 0, reason), to: client)])
        #expect(session.document.content.hash == hash)
    }

    @Test func `a known id with other content is refused`() throws {
        var session = try session()
        _ = session.receive(edit(batch(1, "Træ")), from: Self.anna)
        expectRefusal(.reusedIdentifier, of: edit(batch(1, "Stå")), session: &session, from: Self.anna, id: 1)
    }

    @Test func `a position past the end is refused`() throws {
        var session = try session()
        expectRefusal(.positionPastEnd, of: edit(batch(1, "x", at: 1)), session: &session, from: Self.anna, id: 1)
    }

    @Test func `an unknown kind of event is refused`() throws {
        var session = try session()
        var bytes = edit(batch(1, "x"))
        bytes[4] = 0x3F
        expectRefusal(.malformed, of: bytes, session: &session, from: Self.anna, id: 1)
    }

    @Test func `formats that ask for more than a document is given are refused, and fewer taken`() throws {
        var session = try session()
        let own = { (sequence: UInt64) in [EventID(session: SessionID(1), sequence: sequence - 1)] }
        // A text of 2,000 runs, as one message makes it.
        let bold = Attributes([Attributes.Entry(key: Name("b")!, value: .bool(true))])
        let runs = EditBatch(
            session: SessionID(1), firstSequence: 0, parents: [],
            operations: (0..<2000).map {
                .insert(Self.place, at: 0, Array("xyz".unicodeScalars), $0 % 2 == 0 ? bold : .none)
            })
        #expect(session.receive(edit(runs), from: Self.anna).count == 3)
        let formats = { (first: UInt64, count: Int) in
            EditBatch(
                session: SessionID(1), firstSequence: first, parents: own(first),
                operations: (0..<count).map {
                    .format(Self.place, at: 0, count: 6000, key: Name("k\($0 % 20)")!, .bool($0 % 3 > 0))
                })
        }
        let few = ClientMessage.edit(formats(6000, 100).encoded(after: Self.place)).encoded()
        #expect(session.receive(few, from: Self.anna).count == 3)
        let hash = session.document.canonicalHash

        let many = ClientMessage.edit(formats(6100, 2000).encoded(after: Self.place)).encoded()
        let effects = session.receive(many, from: Self.anna)

        #expect(
            effects == [.send(.refused(session: SessionID(1), firstSequence: 6100, .documentFull), to: Self.anna)])
        #expect(session.document.canonicalHash == hash)
    }

    @Test func `an unknown parent is refused`() throws {
        var session = try session()
        let orphan = EditBatch(
            session: SessionID(1), firstSequence: 0, parents: [EventID(session: SessionID(9), sequence: 0)],
            operations: [.insert(Self.place, at: 0, ["x"])])
        expectRefusal(.unknownParent, of: edit(orphan), session: &session, from: Self.anna, id: 1)
    }

    @Test func `nobody writes under another's session`() throws {
        var session = try session()
        expectRefusal(.foreignSession, of: edit(batch(1, "x")), session: &session, from: Self.bo, id: 1)
        expectRefusal(.foreignSession, of: edit(batch(3, "x")), session: &session, from: Self.bo, id: 3)
    }

    @Test(arguments: [Access.read, .comment, .suggest])
    func `without the right to edit every operation is refused`(access: Access) throws {
        var session = try session(boMay: access)
        expectRefusal(.noRight, of: edit(batch(2, "x")), session: &session, from: Self.bo, id: 2)
    }

    @Test func `a right that is withdrawn counts from the next message`() throws {
        var session = try session()
        #expect(session.setAccess(.read, ofMember: "p-2") == [.send(.access(.read), to: Self.bo)])
        expectRefusal(.noRight, of: edit(batch(2, "x")), session: &session, from: Self.bo, id: 2)
    }

    @Test(
        arguments: [
            [], [0], [9], [1], [1, 2, 0, 0], [1, 1, 0, 0, 0, 0], [1, 1, 0, 0x80, 0], [4], [3, 2], [2],
        ] as [[UInt8]])
    func `a message that is none closes the connection and nobody else's`(bytes: [UInt8]) throws {
        var session = try session()

        let effects = session.receive(bytes, from: Self.bo)

        guard effects.count == 1, case .close(Self.bo, .violation(let violation)) = effects[0] else {
            Issue.record("expected a close, got \(effects)")
            return
        }
        #expect(violation.closeCode == 1007)
    }

    @Test func `nothing is taken before the hello`() throws {
        var session = try DraftSession(log: [], authors: [:])
        session.join(Self.anna, author: Author(member: "p-1", name: "Demo"), access: .edit)

        let effects = session.receive(edit(batch(1, "x")), from: Self.anna)

        #expect(effects == [.close(Self.anna, .violation(.helloExpected))])
    }

    @Test func `a session that comes back over a new connection ends the old one`() throws {
        var session = try session()
        let again = ClientID(3)
        session.join(again, author: Author(member: "p-1", name: "Demo 1"), access: .edit)
        let hello = ClientMessage.hello(session: SessionID(1), known: LogPosition()).encoded()

        let effects = session.receive(hello, from: again)

        #expect(effects.first == .close(Self.anna, .replaced))
    }

    @Test func `a second hello over one connection is given what came in between, and not the history again`() throws {
        var session = try session()
        _ = session.receive(edit(batch(1, "Træ")), from: Self.anna)
        let hello = ClientMessage.hello(session: nil, known: LogPosition()).encoded()

        #expect(session.receive(hello, from: Self.bo).last == .issueSession(for: Self.bo))
        let meanwhile = EditBatch(
            session: SessionID(1), firstSequence: 3, parents: [EventID(session: SessionID(1), sequence: 2)],
            operations: [.insert(Self.place, at: 3, ["t"])])
        _ = session.receive(edit(meanwhile), from: Self.anna)
        let effects = session.sessionIssued(SessionID(3), to: Self.bo)

        let histories = effects.compactMap { effect -> [[UInt8]]? in
            if case .send(.history(_, let batches, true), Self.bo) = effect { batches } else { nil }
        }
        #expect(histories == [[meanwhile.encoded(after: nil)]])
    }

    @Test func `a session of somebody else is not continued but answered with a new one`() throws {
        var session = try session()
        let stranger = ClientID(3)
        session.join(stranger, author: Author(member: "p-3", name: "Demo 3"), access: .edit)
        let hello = ClientMessage.hello(session: SessionID(1), known: LogPosition()).encoded()

        #expect(session.receive(hello, from: stranger) == [.issueSession(for: stranger)])
    }

    @Test func `a stored batch that does not fit is named`() {
        let batch = batch(1, "x", at: 5)
        let logged = LoggedBatch(
            session: SessionID(1), firstSequence: 0, eventCount: 1, bytes: batch.encoded(after: nil))

        #expect(throws: StoredBatchError.doesNotFit(number: 0, .positionPastEnd(Self.place, length: 0))) {
            try DraftSession(log: [logged], authors: [:])
        }
    }
}

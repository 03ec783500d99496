import Merge
import RichText
import Sync
import Testing

/// The member's end: what happens to text when edits are refused, a tab dies or the transport is cut.
struct ClientSessionTests {
    static let place = Place("krt-1/kravtekst")!

    private func open(_ session: inout ClientSession, as number: UInt64 = 1, access: Access = .edit) throws {
        session.connected()
        #expect(session.takeOutgoing().count == 1, "the hello")
        let author = Author(member: "p-1", name: "Demo")
        _ = try session.receive(ServerMessage.welcome(session: SessionID(number), access: access, author).encoded())
        _ = try session.receive(ServerMessage.history(authors: [], batches: [], isLast: true).encoded())
    }

    @Test func `nothing can be typed before the document is here`() {
        var session = ClientSession()
        #expect(throws: EditError.notOpen) { try session.insert(["x"], at: 0, in: Self.place) }
    }

    @Test(arguments: [Access.read, .comment, .suggest])
    func `who may not edit cannot`(access: Access) throws {
        var session = ClientSession()
        try open(&session, access: access)
        #expect(throws: EditError.readOnly) { try session.insert(["x"], at: 0, in: Self.place) }
        #expect(session.pending.isEmpty)
    }

    @Test func `a position past the end is refused and nothing changes`() throws {
        var session = ClientSession()
        try open(&session)
        #expect(throws: EditError.positionPastEnd(length: 0)) { try session.delete(1, at: 0, in: Self.place) }
        #expect(session.pending.isEmpty)
    }

    @Test func `refused text is given back and gone from the document`() throws {
        var session = ClientSession()
        try open(&session)
        _ = try session.insert(Array("gemt".unicodeScalars), at: 0, in: Self.place)
        _ = session.takeOutgoing()
        let acknowledged = SessionNext(session: SessionID(1), next: 4)
        _ = try session.receive(ServerMessage.acknowledged(acknowledged).encoded())
        _ = try session.insert(Array(" væk".unicodeScalars), at: 4, in: Self.place)
        _ = try session.insert(["!"], at: 8, in: Self.place)

        let refusal = ServerMessage.refused(session: SessionID(1), firstSequence: 4, .noRight)
        let events = try session.receive(refusal.encoded())

        guard events.count == 1, case .refused(.noRight, let lost) = events[0] else {
            Issue.record("expected a refusal, got \(events)")
            return
        }
        #expect(lost.map(\.text) == [Array(" væk!".unicodeScalars)])
        #expect(session.document.text(at: Self.place) == Array("gemt".unicodeScalars))
        #expect(session.pending.isEmpty)
        // The sequences of refused edits are never used again: a new session is asked for.
        #expect(session.session == nil)
        let hello = try #require(session.takeOutgoing().first)
        guard case .hello(nil, _) = try ClientMessage(decoding: hello) else {
            Issue.record("expected a hello without a session")
            return
        }
        #expect(try session.receive(refusal.encoded()).isEmpty)
    }

    @Test func `unacknowledged edits are sent again after a cut, unchanged`() throws {
        var session = ClientSession()
        try open(&session)
        _ = try session.insert(["a"], at: 0, in: Self.place)
        let sent = session.takeOutgoing()
        _ = session.disconnected()
        _ = try session.insert(["b"], at: 1, in: Self.place)
        #expect(session.takeOutgoing().isEmpty)

        try open(&session)
        let resent = session.takeOutgoing()

        #expect(resent.count == 2)
        #expect(resent.first == sent.last)
    }

    @Test func `a later tab brings home what an earlier one could not send`() throws {
        var earlier = ClientSession()
        try open(&earlier, as: 1)
        _ = try earlier.insert(Array("fra toget".unicodeScalars), at: 0, in: Self.place)
        let kept = earlier.pending.map(\.bytes)

        var later = ClientSession()
        for bytes in kept { try later.adopt(bytes) }
        try open(&later, as: 2)

        #expect(later.document.text(at: Self.place) == Array("fra toget".unicodeScalars))
        #expect(later.pending.map(\.bytes) == kept)
        #expect(later.takeOutgoing() == kept.map { ClientMessage.edit($0).encoded() })
        let acknowledged = SessionNext(session: SessionID(1), next: 9)
        #expect(try later.receive(ServerMessage.acknowledged(acknowledged).encoded()) == [.acknowledged])
        #expect(later.pending.isEmpty)
    }

    @Test func `a transaction travels as one batch`() throws {
        var session = ClientSession()
        try open(&session)

        session.beginTransaction()
        _ = try session.insert(["a"], at: 0, in: Self.place)
        _ = try session.set(Name("krt-1")!, Name("niveau")!, to: .text("basis"))
        session.endTransaction()

        #expect(session.pending.count == 1)
        #expect(session.pending.first?.batch.operations.count == 2)
        var other = Document()
        try other.apply(#require(session.pending.first).batch)
        #expect(other.content == session.document.content)
    }

    @Test func `a replica that differs says so`() throws {
        var session = ClientSession()
        try open(&session)
        let checkpoint = ServerMessage.checkpoint(eventCount: 0, hash: [1, 2, 3])
        #expect(try session.receive(checkpoint.encoded()) == [.diverged])
    }

    @Test(
        arguments: [[], [0], [99], [1], [3], [3, 0], [2, 2], [5, 1, 0, 77], [8, 9], [11, 2], [4, 1]] as [[UInt8]])
    func `a server message that is none is a violation`(bytes: [UInt8]) throws {
        var session = ClientSession()
        try open(&session)
        #expect(throws: ProtocolViolation.self) { try session.receive(bytes) }
    }
}

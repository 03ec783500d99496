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
        let batch = try EditBatch(decoding: #require(session.pending.first).bytes, after: { _ in nil })
        #expect(batch.operations.count == 2)
        var other = Document()
        try other.apply(batch)
        #expect(other.content == session.document.content)
    }

    @Test func `what is typed without a connection comes back in few batches`() throws {
        var session = ClientSession()
        try open(&session)
        _ = try session.insert(["x"], at: 0, in: Self.place)
        let sent = session.takeOutgoing()
        _ = session.disconnected()
        for at in 1...2_500 { _ = try session.insert(["y"], at: at, in: Self.place) }
        for at in stride(from: 2_500, to: 2_400, by: -1) { _ = try session.delete(1, at: at, in: Self.place) }
        _ = try session.set(Name("krt-1")!, Name("niveau")!, to: .text("basis"))

        // What may have been sent stays as it is.
        #expect(ClientMessage.edit(session.pending[0].bytes).encoded() == sent.last)
        #expect(session.pending.count == 5)
        #expect(session.pending.last?.endSequence == 2_602)
        var other = Document()
        for waiting in session.pending {
            try other.apply(try EditBatch(decoding: waiting.bytes, after: { other.lastPlace(of: $0) }))
        }
        #expect(other.content == session.document.content)
    }

    @Test func `a batch that was on its way when the line went down grows no more`() throws {
        var session = ClientSession()
        try open(&session)
        _ = session.disconnected()
        _ = try session.insert(["a"], at: 0, in: Self.place)
        _ = try session.insert(["b"], at: 1, in: Self.place)
        #expect(session.pending.count == 1)
        try open(&session)
        let sent = session.takeOutgoing()
        _ = session.disconnected()
        _ = try session.insert(["c"], at: 2, in: Self.place)

        #expect(session.pending.count == 2)
        #expect([ClientMessage.edit(session.pending[0].bytes).encoded()] == sent)
    }

    // MARK: A document as the server has it

    /// What a server sends to somebody with nothing, of a text that another has typed: the text in one piece, then one
    /// more character.
    private func messages(_ text: String, then last: Unicode.Scalar) throws -> (saved: [[UInt8]], rest: [UInt8]) {
        var author = Document()
        var log: [LoggedBatch] = []
        for (at, scalar) in (Array(text.unicodeScalars) + [last]).enumerated() {
            let batch = author.batch(by: SessionID(9), [.insert(Self.place, at: at, [scalar])])
            let bytes = batch.encoded(after: author.lastPlace(of: SessionID(9)))
            try author.apply(batch)
            log.append(LoggedBatch(session: SessionID(9), firstSequence: UInt64(at), eventCount: 1, bytes: bytes))
        }
        var server = try DraftSession(log: Array(log.dropLast()), authors: [:])
        server.join(ClientID(1), author: Author(member: "p-1", name: "Demo"), access: .edit)
        let hello = ClientMessage.hello(session: nil, known: LogPosition()).encoded()
        let effects = server.receive(hello, from: ClientID(1)) + server.sessionIssued(SessionID(1), to: ClientID(1))
        let saved = effects.compactMap { effect -> [UInt8]? in
            if case .send(let message, _) = effect, case .saved = message { message.encoded() } else { nil }
        }
        let rest = ServerMessage.history(authors: [], batches: [log.last!.bytes], isLast: true)
        return (saved, rest.encoded())
    }

    private func welcome(_ session: inout ClientSession) throws {
        session.connected()
        _ = session.takeOutgoing()
        let welcome = ServerMessage.welcome(session: SessionID(1), access: .edit, Author(member: "p-1", name: "Demo"))
        _ = try session.receive(welcome.encoded())
    }

    @Test func `a long history comes as a document, and goes on from there`() throws {
        let text = String(repeating: "Træ", count: 30)
        let messages = try messages(text, then: "!")
        #expect(!messages.saved.isEmpty)
        var session = ClientSession()
        try welcome(&session)

        for piece in messages.saved { #expect(try session.receive(piece) == []) }
        #expect(try session.receive(messages.rest) == [.opened])

        #expect(session.document.text(at: Self.place) == Array((text + "!").unicodeScalars))
        // What was typed before is known character by character.
        #expect(session.scalarID(at: 2, in: Self.place) == EventID(session: SessionID(9), sequence: 2))
    }

    @Test func `of several kept documents the newest counts, and batches that are in it count no more`() throws {
        let text = String(repeating: "Træ", count: 30)
        let (early, next) = try messages(text, then: "!")
        let (late, last) = try messages(text + "!", then: "?")
        var session = ClientSession()
        try welcome(&session)

        for message in early + late + early + [next, last] { _ = try session.receive(message) }

        #expect(session.document.text(at: Self.place) == Array((text + "!?").unicodeScalars))
    }

    @Test func `what was typed before the document came stays in it`() throws {
        let text = String(repeating: "Træ", count: 30)
        let messages = try messages(text, then: "!")
        var session = ClientSession()
        try open(&session)
        _ = try session.insert(Array("Mit ".unicodeScalars), at: 0, in: Self.place)
        _ = session.disconnected()
        try welcome(&session)

        let events = try messages.saved.flatMap { try session.receive($0) }
        _ = try session.receive(messages.rest)

        #expect(events == [.opened])
        #expect(session.document.text(at: Self.place) == Array(("Mit " + text + "!").unicodeScalars))
        #expect(session.pending.count == 1)
    }

    @Test func `a refusal leaves what the document came with`() throws {
        let text = String(repeating: "Træ", count: 30)
        let messages = try messages(text, then: "!")
        var session = ClientSession()
        try welcome(&session)
        for message in messages.saved + [messages.rest] { _ = try session.receive(message) }
        _ = try session.insert(["x"], at: 5, in: Self.place)

        let refusal = ServerMessage.refused(session: SessionID(1), firstSequence: 0, .noRight)
        _ = try session.receive(refusal.encoded())

        #expect(session.document.text(at: Self.place) == Array((text + "!").unicodeScalars))
    }

    @Test func `a saved document that is none, or not of its moment, is a violation`() throws {
        let saved = try messages(String(repeating: "x", count: 90), then: "!").saved
        var session = ClientSession()
        try welcome(&session)
        var truncated = saved[0]
        truncated.removeLast()
        #expect(throws: ProtocolViolation.self) { try session.receive(truncated) }
        guard case .saved(_, let piece, _) = try ServerMessage(decoding: saved[0]) else { throw EditError.notOpen }
        var writer = ByteWriter()
        for byte in [14, 1, 3, 0] as [UInt8] { writer.write(byte: byte) }
        writer.write(raw: piece)
        #expect(throws: ProtocolViolation.self) { try session.receive(writer.bytes) }
        for message in saved { _ = try session.receive(message) }
        #expect(session.document.text(at: Self.place).count == 90)
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

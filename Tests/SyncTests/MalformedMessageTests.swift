import Merge
import RichText
import Sync
import TestSupport
import Testing

/// Whatever bytes a member sends as a batch, the document stays as it was and goes on.
struct MalformedMessageTests {
    static let anna = ClientID(1)
    static let session = SessionID(9)
    static let place = Place("a/b")!

    /// Anna has session 9 and, where the batch counts on that, has written in `a/b` before.
    private func opened(for batch: MalformedBatch) throws -> DraftSession {
        var server = try DraftSession(log: [], authors: [:])
        server.join(Self.anna, author: Author(member: "p-1", name: "Demo"), access: .edit)
        let hello = ClientMessage.hello(session: nil, known: LogPosition()).encoded()
        _ = server.receive(hello, from: Self.anna)
        _ = server.sessionIssued(Self.session, to: Self.anna)
        if batch.lastPlace != nil { _ = server.receive(insert(at: 0), from: Self.anna) }
        return server
    }

    private func insert(at sequence: Int) -> [UInt8] {
        let batch = EditBatch(
            session: Self.session, firstSequence: UInt64(sequence),
            parents: sequence > 0 ? [EventID(session: Self.session, sequence: UInt64(sequence - 1))] : [],
            operations: [.insert(Self.place, at: sequence, ["x"])])
        return ClientMessage.edit(batch.encoded(after: sequence > 0 ? Self.place : nil)).encoded()
    }

    @Test(arguments: MalformedBatch.all)
    func `a malformed batch is refused or ends the connection, and changes nothing`(batch: MalformedBatch) throws {
        var server = try opened(for: batch)
        let count = server.document.graph.count
        let hash = server.document.canonicalHash
        var bytes = batch.bytes
        // It is the session's next, unless being its first is what is wrong with it.
        if bytes.count > 2, bytes[0] != 0x26, bytes[1] == 9, bytes[2] == 0 { bytes[2] = UInt8(count) }
        let id = EditBatch.identifier(of: bytes)

        let effects = server.receive(ClientMessage.edit(bytes).encoded(), from: Self.anna)

        switch effects.first {
        case .send(.refused(let session, let sequence, let reason), Self.anna):
            #expect(id == EventID(session: session, sequence: sequence))
            if session == Self.session, sequence == UInt64(count) { #expect(reason == .malformed) }
        case .close(Self.anna, .violation(let violation)):
            #expect(id == nil)
            #expect(violation.closeCode == 1007)
        default:
            Issue.record("expected a refusal, got \(effects)")
        }
        #expect(effects.count == 1)
        #expect(server.document.canonicalHash == hash)
        #expect(server.document.graph.count == count)
        let next = server.receive(insert(at: count), from: Self.anna)
        let acknowledged = SessionNext(session: Self.session, next: UInt64(count + 1))
        #expect(next.last == .send(.acknowledged(acknowledged), to: Self.anna))
    }
}

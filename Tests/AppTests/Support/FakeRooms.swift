import Merge
import RichText
import Store
import Sync
import Synchronization
import WebServer
import Workspace

@testable import App

/// Rooms that nobody is in: they read what is on disk and note what they are told.
final class FakeRooms: RoomDirectory {
    struct Call: Hashable, Sendable {
        let what: String
        let document: DocumentID?
        let access: Access?
    }

    private let store: Store
    private let noted = Mutex<[Call]>([])

    init(store: Store) { self.store = store }

    let counters = RoomCounters()
    var roomCount: Int { 0 }
    var socketCount: Int { 0 }

    var calls: [Call] { noted.withLock { $0 } }

    func upgrade(_ admission: Admission) -> WebSocketUpgrade {
        note(Call(what: "upgrade \(admission.member.id)", document: admission.document, access: admission.access))
        return WebSocketUpgrade(subprotocol: admission.subprotocol) { _ in SilentHandler() }
    }

    func stream(_ admission: Admission, line: String) -> StreamedResponse {
        note(Call(what: "stream \(admission.member.id)", document: admission.document, access: admission.access))
        return StreamedResponse(headers: [:]) { _ in SilentReader() }
    }

    func poll(_ admission: Admission, line: String, from count: Int) async -> [UInt8]? {
        note(Call(what: "poll \(admission.member.id) \(count)", document: admission.document, access: admission.access))
        return count == 0 ? [0x89, 0] : nil
    }

    func receive(_ body: [UInt8], number: Int, _ admission: Admission, line: String) async -> Bool {
        note(
            Call(what: "post \(admission.member.id) \(number)", document: admission.document, access: admission.access))
        return number == 0
    }

    func content(of document: DocumentID) async throws -> DocumentContent {
        var replica = Document()
        for stored in try await store.documents.batches(of: document) {
            _ = try replica.apply(try EditBatch(decoding: stored.bytes, after: replica.lastPlace))
        }
        return replica.content
    }

    func notify(_ topic: NoticeTopic, in document: DocumentID) {
        note(Call(what: topic.rawValue, document: document, access: nil))
    }

    func accessChanged(of member: MemberID, to access: Access?, in document: DocumentID) {
        note(Call(what: "access \(member)", document: document, access: access))
    }

    func loginEnded(_ login: String) {
        note(Call(what: "login ended", document: nil, access: nil))
    }

    private func note(_ call: Call) { noted.withLock { $0.append(call) } }
}

private final class SilentHandler: WebSocketHandler {
    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {}
    func closed(code: UInt16?) {}
}

private final class SilentReader: ResponseStreamHandler {
    func closed() {}
    func stop() {}
}

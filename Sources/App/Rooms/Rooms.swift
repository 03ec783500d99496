public import RichText
public import Store
public import Sync
import Synchronization
import WebProtocol
public import WebServer
public import Workspace

/// All open documents of a server, each in the room that owns it.
public final class Rooms: RoomDirectory, Sendable {
    private let store: Store
    private let shared = Mutex(Shared())
    /// Lines over plain requests, by the names that browsers gave them.
    let lines = Mutex<[String: NamedLine]>([:])

    private struct Shared {
        var loops: [EventLoop] = []
        var rooms: [DocumentID: Room] = [:]
        var socketCounts: [MemberID: Int] = [:]
    }

    /// How long a document that nobody has open stays in memory: people who reload come back at once.
    private static let idleMilliseconds: Int64 = 60_000

    private let socketsPerMember: Int

    public let counters = RoomCounters()

    /// - Parameter socketsPerMember: How many tabs a member may have open at once (requirements S21). Measurements of
    ///   load by few members need more.
    public init(store: Store, socketsPerMember: Int = 20) {
        self.store = store
        self.socketsPerMember = socketsPerMember
    }

    /// Names the server's loops. Before the server starts.
    public func use(_ loops: [EventLoop]) {
        shared.withLock { $0.loops = loops }
    }

    public func upgrade(_ admission: Admission) -> WebSocketUpgrade {
        let loop = room(of: admission.document).loop
        let member = admission.member.id
        return WebSocketUpgrade(subprotocol: admission.subprotocol, loop: loop) { [self] socket in
            guard takeSocket(of: member) else {
                socket.close(code: CloseCode.tryAgainLater, reason: "too many sockets")
                return TurnedAway()
            }
            // Looked up again on the loop: only there are rooms forgotten.
            let leave: @Sendable () -> Void = { self.giveSocketBack(of: member) }
            return room(of: admission.document).assumeIsolated { $0.enter(socket, admission, whenClosed: leave) }
        }
    }

    func takeSocket(of member: MemberID) -> Bool {
        shared.withLock { shared in
            guard shared.socketCounts[member, default: 0] < socketsPerMember else { return false }
            shared.socketCounts[member, default: 0] += 1
            return true
        }
    }

    func giveSocketBack(of member: MemberID) {
        shared.withLock { shared in
            shared.socketCounts[member]! -= 1
            if shared.socketCounts[member] == 0 { shared.socketCounts[member] = nil }
        }
    }

    public var roomCount: Int { shared.withLock { $0.rooms.count } }

    public var socketCount: Int { shared.withLock { $0.socketCounts.values.reduce(0, +) } }

    public func content(of document: DocumentID) async throws -> DocumentContent {
        try await room(of: document).content()
    }

    public func notify(_ topic: NoticeTopic, in document: DocumentID) {
        onLoop(of: document) { $0.notify(topic) }
    }

    public func accessChanged(of member: MemberID, to access: Access?, in document: DocumentID) {
        onLoop(of: document) { $0.accessChanged(of: member, to: access) }
    }

    public func loginEnded(_ login: String) {
        for document in shared.withLock({ Array($0.rooms.keys) }) {
            onLoop(of: document) { $0.loginEnded(login) }
        }
    }

    /// Runs `body` in the room if the document is open.
    private func onLoop(of document: DocumentID, _ body: @escaping @Sendable (isolated Room) -> Void) {
        guard let room = shared.withLock({ $0.rooms[document] }) else { return }
        room.loop.execute { room.assumeIsolated { body($0) } }
    }

    /// The document's room, opened if need be. A document always has the same loop.
    func room(of document: DocumentID) -> Room {
        let (room, isNew) = shared.withLock { shared in
            if let room = shared.rooms[document] { return (room, false) }
            let loop = shared.loops[Self.number(of: document, among: shared.loops.count)]
            let room = Room(document: document, loop: loop, store: store, counters: counters)
            shared.rooms[document] = room
            return (room, true)
        }
        if isNew { room.loop.execute { self.forgetWhenIdle(room) } }
        return room
    }

    /// On the room's loop.
    private func forgetWhenIdle(_ room: Room) {
        room.loop.schedule(afterMilliseconds: Self.idleMilliseconds) { [self] in
            if room.assumeIsolated({ $0.isIdle }) {
                shared.withLock { _ = $0.rooms.removeValue(forKey: room.document) }
            } else {
                forgetWhenIdle(room)
            }
        }
    }

    /// The same for a document at every start: FNV-1a over its id.
    private static func number(of document: DocumentID, among count: Int) -> Int {
        let hash = document.rawValue.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int(hash % UInt64(count))
    }
}

/// A socket that is being closed without having been let in.
private final class TurnedAway: WebSocketHandler {
    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {}
    func closed(code: UInt16?) {}
}

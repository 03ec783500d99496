import Merge
import RichText
import Store
import Sync
import WebProtocol
import WebServer
import Workspace

/// One open document on the server: its session, its connections, and the order in which things reach the disk.
///
/// A room runs on the event loop of its connections, which is its executor, so a message is read, decided on and fanned
/// out without a lock or a hop. Effects are carried out in the order of their decision, and none that stands behind an
/// edit before that edit is on disk.
///
/// At most one commit of a room is under way: what is typed meanwhile goes into the next one. So a commit that fails
/// can never be followed by one that builds on it.
actor Room {
    nonisolated let document: DocumentID
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let store: Store
    private let counters: RoomCounters
    private var state = State.unloaded
    private var connections: [ClientID: RoomConnection] = [:]
    private var lastClient: UInt64 = 0
    /// What came in while the history was being read, in order.
    private var waitingMessages: [(client: ClientID, bytes: [UInt8])] = []
    private var waitingReaders: [CheckedContinuation<DocumentContent, any Error>] = []

    private enum State {
        case unloaded
        case loading
        case open(DraftSession)
    }

    // What waits for the disk.

    private enum Step {
        case effect(DraftSession.Effect)
        case answer(CheckedContinuation<DocumentContent, any Error>, DocumentContent)
    }

    /// Each with how many batches must be on disk before it.
    private var steps: [(behind: Int, step: Step)] = []
    private var unsubmitted: [NewBatch] = []
    private var isCommitting = false
    private let clock = ContinuousClock()
    private var decidedCount = 0
    private var durableCount = 0

    init(document: DocumentID, loop: EventLoop, store: Store, counters: RoomCounters) {
        self.document = document
        self.loop = loop
        self.store = store
        self.counters = counters
    }

    /// Whether nobody is here and nothing waits, so that the room can be forgotten.
    var isIdle: Bool {
        connections.isEmpty && steps.isEmpty && waitingReaders.isEmpty && !isCommitting
    }

    // MARK: People

    /// Lets a connection in. On the loop.
    func enter(
        _ socket: any RoomSocket, _ admission: Admission, whenClosed: @escaping @Sendable () -> Void
    ) -> RoomConnection {
        lastClient += 1
        let client = ClientID(lastClient)
        let connection = RoomConnection(
            client: client, socket: socket, admission: admission, room: self, whenClosed: whenClosed)
        connections[client] = connection
        review(connection)
        if case .open(var session) = state {
            state = .unloaded
            session.join(client, author: admission.author, access: admission.access)
            state = .open(session)
        } else {
            load()
        }
        return connection
    }

    func left(_ client: ClientID) {
        connections[client] = nil
        waitingMessages.removeAll { $0.client == client }
        decide { $0.leave(client) }
    }

    func accessChanged(of member: MemberID, to access: Access?) {
        guard let access else {
            for connection in connections.values where connection.admission.member.id == member {
                connection.socket.close(code: RoomCloseCode.accessWithdrawn, reason: "access withdrawn")
            }
            return
        }
        for connection in connections.values where connection.admission.member.id == member {
            connection.access = access
        }
        decide { $0.setAccess(access, ofMember: member.rawValue) }
    }

    func loginEnded(_ login: String) {
        for connection in connections.values where connection.admission.login == login {
            connection.socket.close(code: RoomCloseCode.loginEnded, reason: "login ended")
        }
    }

    // MARK: Review

    /// How often a room asks again who may be in it: ends of logins and rights are told at once, so this is for logins
    /// that run out by themselves.
    private static let reviewMilliseconds: Int64 = 60_000

    /// Asks the store whether a connection may be here, now and from time to time.
    ///
    /// Now, because a right or a login that ended between the handshake and the connection's coming here was told to
    /// rooms which did not know it yet.
    private func review(_ connection: RoomConnection) {
        guard connections[connection.client] != nil, connection.socket.isOpen else { return }
        Task {
            do throws(StoreError) {
                try await reviewed(connection)
            } catch {
                // Who is here stays while the store cannot be asked; it is asked again.
                Log.write("cannot review a login", ["document": document.rawValue, "error": "\(error)"])
            }
            loop.schedule(afterMilliseconds: Self.reviewMilliseconds) { [weak self, weak connection] in
                guard let self, let connection else { return }
                assumeIsolated { $0.review(connection) }
            }
        }
    }

    private func reviewed(_ connection: RoomConnection) async throws(StoreError) {
        let admission = connection.admission
        guard
            try await store.logins.goesOn(
                admission.login, of: admission.member.id, use: connection.lastUse, at: .now())
        else { return loginEnded(admission.login) }
        let access = try await store.access(of: admission.member.id, to: document)
        if access != connection.access { accessChanged(of: admission.member.id, to: access) }
    }

    func notify(_ topic: NoticeTopic) {
        decide { $0.notice(topic: topic.rawValue, payload: "{}") }
    }

    // MARK: Messages

    func received(_ bytes: [UInt8], from client: ClientID) {
        guard case .open = state else {
            // One message of each may wait here; the rest waits in the kernel.
            connections[client]?.socket.pauseReceiving()
            waitingMessages.append((client, bytes))
            return
        }
        decide { $0.receive(bytes, from: client) }
    }

    /// What the document says, once all of it is on disk.
    func content() async throws -> DocumentContent {
        try await withCheckedThrowingContinuation { continuation in
            guard case .open(let session) = state else {
                waitingReaders.append(continuation)
                load()
                return
            }
            answer(continuation, with: session)
        }
    }

    private func answer(_ reader: CheckedContinuation<DocumentContent, any Error>, with session: DraftSession) {
        steps.append((decidedCount, .answer(reader, session.document.content)))
        carryOut()
    }

    /// Lets the session decide, and lines up what it wants done.
    private func decide(_ decision: (inout DraftSession) -> [DraftSession.Effect]) {
        guard case .open(var session) = state else { return }
        // The session is taken out of the state, so that it is changed in place and never copied.
        state = .unloaded
        let effects = decision(&session)
        state = .open(session)
        for effect in effects {
            if case .persist(let batch, let author) = effect {
                unsubmitted.append(NewBatch(batch, by: author, in: document))
                decidedCount += 1
                counters.decided()
            } else {
                steps.append((decidedCount, .effect(effect)))
            }
        }
        submit()
        carryOut()
    }

    // MARK: The disk

    private func submit() {
        guard !isCommitting, !unsubmitted.isEmpty else { return }
        isCommitting = true
        let batches = unsubmitted
        unsubmitted = []
        let start = clock.now
        store.commit(batches) { [loop] result in
            loop.execute { self.assumeIsolated { $0.committed(batches, since: start, result) } }
        }
    }

    private func committed(
        _ batches: [NewBatch], since start: ContinuousClock.Instant, _ result: Result<Void, StoreError>
    ) {
        isCommitting = false
        switch result {
        case .success:
            durableCount += batches.count
            counters.stored(
                batches: batches.count, events: batches.reduce(0) { $0 + Int($1.eventCount) },
                seconds: start.duration(to: clock.now) / .seconds(1))
            submit()
            carryOut()
        case .failure(let error):
            Log.write("cannot store edits", ["document": document.rawValue, "error": "\(error)"])
            abandon()
        }
    }

    /// After a failed write, memory is ahead of the disk: everybody is told and sent away, and the next one to come
    /// finds the document as it is on disk. Clients keep what was not acknowledged and send it again.
    private func abandon() {
        counters.failed(waiting: decidedCount - durableCount)
        let waiting = steps
        steps = []
        unsubmitted = []
        decidedCount = 0
        durableCount = 0
        state = .unloaded
        for case (_, .answer(let reader, _)) in waiting { waitingReaders.append(reader) }
        let message = EncodedFrame.binary(ServerMessage.saving(isPossible: false).encoded())
        for connection in connections.values {
            connection.socket.send(message)
            connection.socket.close(code: CloseCode.tryAgainLater, reason: "cannot store edits")
            connection.socket.resumeReceiving()
        }
        if !waitingReaders.isEmpty { load() }
    }

    /// Carries out everything whose edits are on disk.
    private func carryOut() {
        var count = 0
        while count < steps.count, steps[count].behind <= durableCount {
            switch steps[count].step {
            case .effect(let effect): perform(effect)
            case .answer(let reader, let content): reader.resume(returning: content)
            }
            count += 1
        }
        steps.removeFirst(count)
    }

    private func perform(_ effect: DraftSession.Effect) {
        switch effect {
        case .persist:
            preconditionFailure("persist is submitted when it is decided")
        case .send(let message, let client):
            guard let socket = connections[client]?.socket else { return }
            if case .refused(_, _, let reason) = message { counters.refused(reason) }
            let frame = EncodedFrame.binary(message.encoded())
            switch message {
            case .saved, .history: socket.sendLarge(frame)
            default: socket.send(frame)
            }
        case .broadcast(let message, let clients):
            guard !clients.isEmpty else { return }
            let frame = EncodedFrame.binary(message.encoded())
            for client in clients { connections[client]?.socket.send(frame) }
        case .issueSession(let client):
            issueSession(for: client)
        case .close(let client, let reason):
            connections[client]?.socket.close(code: reason.closeCode)
        }
    }

    private func issueSession(for client: ClientID) {
        guard let connection = connections[client] else { return }
        let member = connection.admission.member.id
        Task {
            do {
                let issued = try await store.documents.issueSession(for: document, to: member, at: .now())
                decide { $0.sessionIssued(SessionID(issued), to: client) }
            } catch {
                Log.write("cannot issue a session", ["document": document.rawValue, "error": "\(error)"])
                connection.socket.close(code: CloseCode.tryAgainLater, reason: "cannot store edits")
            }
        }
    }

    // MARK: Loading

    private func load() {
        guard case .unloaded = state else { return }
        state = .loading
        Task {
            do {
                let session = try await DraftSession(loading: document, from: store)
                opened(session)
            } catch {
                Log.write("cannot open a document", ["document": document.rawValue, "error": "\(error)"])
                failedToLoad(error)
            }
        }
    }

    private func opened(_ session: DraftSession) {
        state = .open(session)
        // Those who came in the meantime, then what they said, in order.
        for (client, connection) in connections.sorted(by: { $0.key < $1.key }) where connection.socket.isOpen {
            decide { session in
                session.join(client, author: connection.admission.author, access: connection.access)
                return []
            }
        }
        let messages = waitingMessages
        waitingMessages = []
        for (client, bytes) in messages { decide { $0.receive(bytes, from: client) } }
        let readers = waitingReaders
        waitingReaders = []
        guard case .open(let session) = state else { return }
        for reader in readers { answer(reader, with: session) }
        for connection in connections.values { connection.socket.resumeReceiving() }
    }

    private func failedToLoad(_ error: any Error) {
        state = .unloaded
        waitingMessages = []
        for connection in connections.values {
            connection.socket.close(code: CloseCode.internalError, reason: "the document cannot be read")
            connection.socket.resumeReceiving()
        }
        let readers = waitingReaders
        waitingReaders = []
        for reader in readers { reader.resume(throwing: error) }
    }
}

/// Why a room closes a socket, beside the codes of RFC 6455 and of `DraftSession`.
enum RoomCloseCode {
    static let accessWithdrawn: UInt16 = 4003
    static let loginEnded: UInt16 = 4004
}

extension NewBatch {
    init(_ batch: LoggedBatch, by author: Author, in document: DocumentID) {
        self.init(
            document: document, session: batch.session.rawValue, firstSequence: batch.firstSequence,
            eventCount: batch.eventCount, member: MemberID(String(decoding: author.member, as: UTF8.self)),
            receivedAt: .now(), bytes: batch.bytes)
    }
}

extension Admission {
    var author: Author {
        Author(member: member.id.rawValue, name: member.name)
    }
}

extension DraftSession {
    /// Reads a document's whole history.
    init(loading document: DocumentID, from store: Store) async throws {
        let batches = try await store.documents.batches(of: document)
        let sessions = try await store.documents.sessions(of: document)
        let names = Dictionary(uniqueKeysWithValues: try await store.members.all().map { ($0.id, $0.name) })
        var authors: [SessionID: Author] = [:]
        for (session, member) in sessions {
            authors[SessionID(session)] = Author(
                member: member.rawValue, name: names[member] ?? member.rawValue)
        }
        let log = batches.map { batch in
            LoggedBatch(
                session: SessionID(batch.session), firstSequence: batch.firstSequence, eventCount: batch.eventCount,
                bytes: batch.bytes)
        }
        try self.init(log: log, authors: authors)
    }
}

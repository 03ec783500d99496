public import Merge
public import RichText

/// One open connection to a document, numbered by whoever owns the session.
public struct ClientID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    public static func < (left: ClientID, right: ClientID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// All that one open document knows and decides on the server: no socket, no clock, no disk.
///
/// The same messages in the same order always give the same effects. Whoever owns the session carries them out **in
/// order**, and carries out nothing behind a `persist` before it is on disk: so nobody hears of an edit that a crash
/// could take back. A failed write ends the session; the next one is loaded from disk.
public struct DraftSession: Sendable {
    public enum Effect: Hashable, Sendable {
        /// Store the batch, written by this member.
        case persist(LoggedBatch, by: Author)
        case send(ServerMessage, to: ClientID)
        /// The same message to several, so that it is encoded once.
        case broadcast(ServerMessage, to: [ClientID])
        /// Answer with ``sessionIssued(_:to:)``.
        case issueSession(for: ClientID)
        case close(ClientID, CloseReason)
    }

    public enum CloseReason: Hashable, Sendable {
        case violation(ProtocolViolation)
        /// The same session has come back over another connection.
        case replaced

        /// RFC 6455, section 7.4.1; 4000 and up are ours.
        public var closeCode: UInt16 {
            switch self {
            case .violation(let violation): violation.closeCode
            case .replaced: 4001
            }
        }
    }

    public private(set) var document = Document()
    private var log: [LoggedBatch] = []
    /// The moment behind each batch of `log`.
    private var positions: [LogPosition] = []
    /// Numbers in `log` of each session's batches, ascending.
    private var logBySession: [SessionID: [Int]] = [:]
    private var authors: [SessionID: Author]
    private var clients: [ClientID: Client] = [:]
    private var batchesSinceCheckpoint = 0
    private var opening = Opening()

    /// What a newcomer is given instead of the batches behind it. It is made when somebody needs one and the last has
    /// become old, so that opening costs little for both ends and the making is rare.
    private struct Opening: Sendable {
        /// How many batches of the log are in it.
        var batchCount = 0
        var pieces: [ServerMessage] = []
    }

    private struct Client: Sendable {
        let author: Author
        var access: Access
        /// Nil until the hello has been answered.
        var session: SessionID?
        var presence: Presence?
        /// What the hello said, while a new session is being issued.
        var awaitedPosition: LogPosition?
        /// How much of the log the connection has been given. Only the first hello is answered with the whole history:
        /// or a peer could ask for it again and again.
        var givenCount = 0
    }

    /// How many batches between two hashes sent to everybody: often enough that a replica that differs is noticed
    /// within a minute of typing, seldom enough that hashing costs nothing.
    private static let checkpointInterval = 100
    /// What opens a document is sent in pieces of about this many bytes: a client on a slow line sees that it goes on.
    private static let pieceBytes = 128 * 1024
    /// By how many batches an opening may be behind, at least.
    private static let openingAge = 64

    /// - Parameters:
    ///   - log: everything that was stored, in order of arrival.
    ///   - authors: who is behind each session that was ever issued for this document.
    /// - Throws: where a stored batch does not fit; then the store is damaged.
    public init(log: [LoggedBatch], authors: [SessionID: Author]) throws(StoredBatchError) {
        self.authors = authors
        for (number, logged) in log.enumerated() {
            try Self.apply(logged, number: number, to: &document)
            append(logged)
        }
    }

    private static func apply(
        _ logged: LoggedBatch, number: Int, to document: inout Document
    ) throws(StoredBatchError) {
        let batch: EditBatch
        do throws(DecodingError) {
            batch = try EditBatch(stored: logged.bytes, after: document.lastPlace)
        } catch {
            throw .unreadable(number: number, error)
        }
        do throws(BatchError) {
            try document.apply(batch)
        } catch {
            throw .doesNotFit(number: number, error)
        }
    }

    // MARK: Connections

    /// A connection has been opened by a member whose login was checked; its hello is awaited.
    public mutating func join(_ client: ClientID, author: Author, access: Access) {
        clients[client] = Client(author: author, access: access)
    }

    /// A connection is gone.
    public mutating func leave(_ client: ClientID) -> [Effect] {
        guard let gone = clients.removeValue(forKey: client), let session = gone.session else { return [] }
        return [.broadcast(.left(session), to: everyone(but: client))]
    }

    /// A member's right has changed; what they send from now on is judged by it.
    public mutating func setAccess(_ access: Access, ofMember member: String) -> [Effect] {
        let member = Array(member.utf8)
        var effects: [Effect] = []
        for client in clients.keys.sorted() where clients[client]!.author.member == member {
            guard clients[client]!.access != access else { continue }
            clients[client]!.access = access
            effects.append(.send(.access(access), to: client))
        }
        return effects
    }

    /// Tells everybody that something beside the text has changed.
    public func notice(topic: String, payload: String) -> [Effect] {
        [.broadcast(.notice(topic: Array(topic.utf8), payload: Array(payload.utf8)), to: everyone(but: nil))]
    }

    /// The connections of one member, so that they can be closed when the membership ends.
    public func connections(ofMember member: String) -> [ClientID] {
        let member = Array(member.utf8)
        return clients.filter { $0.value.author.member == member }.keys.sorted()
    }

    /// Whether anybody is here.
    public var isEmpty: Bool {
        clients.isEmpty
    }

    /// Everybody whose hello has been answered, in a fixed order.
    private func everyone(but client: ClientID?) -> [ClientID] {
        clients.filter { $0.value.session != nil && $0.key != client }.keys.sorted()
    }

    // MARK: Messages

    /// Decides on one message.
    public mutating func receive(_ bytes: [UInt8], from client: ClientID) -> [Effect] {
        guard let sender = clients[client] else { return [] }
        do throws(ProtocolViolation) {
            let message = try ClientMessage(decoding: bytes)
            switch message {
            case .hello(let session, let known):
                guard sender.awaitedPosition == nil else { throw .helloExpected }
                return greet(client, continuing: session, known: known)
            case .ping(let number):
                return [.send(.pong(number), to: client)]
            case .presence(let presence):
                guard let session = sender.session else { throw .helloExpected }
                clients[client]!.presence = presence
                let author = SessionAuthor(session: session, author: sender.author)
                return [.broadcast(.present(author, presence), to: everyone(but: client))]
            case .edit(let batch):
                guard let session = sender.session else { throw .helloExpected }
                return try take(batch, from: client, session: session, sender: sender)
            }
        } catch {
            return [.close(client, .violation(error))]
        }
    }

    /// Continues what ``Effect/issueSession(for:)`` asked for.
    public mutating func sessionIssued(_ session: SessionID, to client: ClientID) -> [Effect] {
        guard let waiting = clients[client], let known = waiting.awaitedPosition else { return [] }
        authors[session] = waiting.author
        return welcome(client, session: session, known: known)
    }

    private mutating func greet(
        _ client: ClientID, continuing session: SessionID?, known: LogPosition
    ) -> [Effect] {
        clients[client]!.awaitedPosition = known
        var effects: [Effect] = []
        // A client whose edits were refused greets again, to go on under a new session.
        if let earlier = clients[client]!.session {
            clients[client]!.session = nil
            clients[client]!.givenCount = log.count
            effects.append(.broadcast(.left(earlier), to: everyone(but: client)))
        }
        // A session that is not this member's is answered with a new one; the client sees the difference.
        guard let session, authors[session]?.member == clients[client]!.author.member else {
            return effects + [.issueSession(for: client)]
        }
        for (other, state) in clients where state.session == session {
            clients[other] = nil
            effects.append(.close(other, .replaced))
        }
        return effects + welcome(client, session: session, known: known)
    }

    /// Welcome, history and subscription are one step: what follows on the connection has no gap.
    private mutating func welcome(_ client: ClientID, session: SessionID, known: LogPosition) -> [Effect] {
        clients[client]!.session = session
        clients[client]!.awaitedPosition = nil
        let newcomer = clients[client]!
        var effects: [Effect] = [
            .send(.welcome(session: session, access: newcomer.access, newcomer.author), to: client)
        ]
        guard let known = batchCount(at: known) else { return [.send(.unknownHistory, to: client)] }
        let start = max(known, newcomer.givenCount)
        if start == 0 { renewOpening() }
        let pieces =
            start == 0
            ? opening.pieces + history(from: opening.batchCount, writersFrom: 0)
            : history(from: start, writersFrom: start)
        for piece in pieces { effects.append(.send(piece, to: client)) }
        for other in everyone(but: client) {
            let state = clients[other]!
            let author = SessionAuthor(session: state.session!, author: state.author)
            effects.append(.send(.present(author, state.presence), to: client))
        }
        let author = SessionAuthor(session: session, author: newcomer.author)
        effects.append(.broadcast(.present(author, nil), to: everyone(but: client)))
        return effects
    }

    /// How many batches of the log lead to a position; nil for one that it never had.
    private func batchCount(at position: LogPosition) -> Int? {
        if position.count == 0 { return 0 }
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle].count < position.count { low = middle + 1 } else { high = middle }
        }
        return low < positions.count && positions[low] == position ? low + 1 : nil
    }

    private mutating func renewOpening() {
        guard log.count - opening.batchCount > max(Self.openingAge, opening.batchCount / 8) else { return }
        let bytes: [UInt8]
        do throws(DecodingError) { bytes = try document.saved() } catch { preconditionFailure("made from batches") }
        opening.batchCount = log.count
        opening.pieces = stride(from: 0, to: bytes.count, by: Self.pieceBytes).map { start in
            let end = min(start + Self.pieceBytes, bytes.count)
            return .saved(at: positions.last!, piece: Array(bytes[start..<end]), isLast: end == bytes.count)
        }
    }

    /// - Parameter writersFrom: the batch from which on the client does not know who is behind a session.
    private func history(from start: Int, writersFrom firstUnknown: Int) -> [ServerMessage] {
        var pieces: [[[UInt8]]] = [[]]
        var pieceBytes = 0
        for batch in log[start...] {
            if pieceBytes > Self.pieceBytes {
                pieces.append([])
                pieceBytes = 0
            }
            pieces[pieces.count - 1].append(batch.bytes)
            pieceBytes += batch.bytes.count
        }
        let writers = Set(log[firstUnknown...].map { $0.session }).sorted().compactMap { session in
            authors[session].map { SessionAuthor(session: session, author: $0) }
        }
        return pieces.enumerated().map { number, batches in
            .history(authors: number == 0 ? writers : [], batches: batches, isLast: number == pieces.count - 1)
        }
    }

    // MARK: Edits

    private mutating func take(
        _ bytes: [UInt8], from client: ClientID, session: SessionID, sender: Client
    ) throws(ProtocolViolation) -> [Effect] {
        // Who reads a refusal must know which batch is meant; bytes that do not even say that are no message.
        guard let id = EditBatch.identifier(of: bytes) else { throw .malformed(.truncated) }
        // The right is looked at first: somebody who may not write learns nothing about what would fit.
        guard sender.access >= .edit else { return [refusal(id, .noRight, to: client)] }
        // A tab may bring what an earlier tab of the same member left unsent, under that tab's session.
        guard authors[id.session]?.member == sender.author.member else {
            return [refusal(id, .foreignSession, to: client)]
        }
        // What a batch says leans on the session's batch before, so its turn is looked at before it is read.
        let expected = document.graph.nextSequence(of: id.session)
        if id.sequence < expected {
            guard let known = batch(id), known.bytes == bytes else {
                return [refusal(id, .reusedIdentifier, to: client)]
            }
            return [acknowledgement(of: known, to: client)]
        }
        guard id.sequence == expected else { return [refusal(id, .sequenceGap, to: client)] }
        let batch: EditBatch
        do throws(DecodingError) {
            batch = try EditBatch(decoding: bytes, after: document.lastPlace)
        } catch {
            return [refusal(id, .malformed, to: client)]
        }
        guard document.hasRoom(forFormatsOf: batch) else { return [refusal(id, .documentFull, to: client)] }
        do throws(BatchError) {
            try document.apply(batch)
        } catch {
            return [refusal(id, RefusalReason(error), to: client)]
        }
        let logged = LoggedBatch(
            session: batch.session, firstSequence: batch.firstSequence, eventCount: batch.eventCount, bytes: bytes)
        append(logged)
        var effects: [Effect] = [
            .persist(logged, by: sender.author),
            .broadcast(.edit(bytes), to: everyone(but: client)),
            acknowledgement(of: logged, to: client),
        ]
        batchesSinceCheckpoint += 1
        if batchesSinceCheckpoint == Self.checkpointInterval {
            batchesSinceCheckpoint = 0
            let hash = document.canonicalHash
            effects.append(
                .broadcast(
                    .checkpoint(eventCount: UInt64(document.graph.count), hash: hash), to: everyone(but: nil)))
        }
        return effects
    }

    private func acknowledgement(of batch: LoggedBatch, to client: ClientID) -> Effect {
        .send(.acknowledged(SessionNext(session: batch.session, next: batch.endSequence)), to: client)
    }

    private func refusal(_ id: EventID, _ reason: RefusalReason, to client: ClientID) -> Effect {
        .send(.refused(session: id.session, firstSequence: id.sequence, reason), to: client)
    }

    /// The stored batch that starts with this event.
    private func batch(_ id: EventID) -> LoggedBatch? {
        guard let numbers = logBySession[id.session] else { return nil }
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if log[numbers[middle]].firstSequence < id.sequence { low = middle + 1 } else { high = middle }
        }
        guard low < numbers.count, log[numbers[low]].firstSequence == id.sequence else { return nil }
        return log[numbers[low]]
    }

    private mutating func append(_ batch: LoggedBatch) {
        logBySession[batch.session, default: []].append(log.count)
        log.append(batch)
        var position = positions.last ?? LogPosition()
        position.pass(batch.bytes, eventCount: batch.eventCount)
        positions.append(position)
    }
}

extension RefusalReason {
    init(_ error: BatchError) {
        switch error {
        case .unknownParent, .unknownLog, .damagedHistory: self = .unknownParent
        case .sequenceGap: self = .sequenceGap
        case .alreadyKnown, .reusedIdentifier: self = .reusedIdentifier
        case .forkedSession: self = .forkedSession
        case .positionPastEnd: self = .positionPastEnd
        case .documentFull: self = .documentFull
        }
    }
}

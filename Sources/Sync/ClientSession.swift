public import Merge
public import RichText

/// One open document in one tab: what a browser or a headless client knows and decides. No transport, no clock.
///
/// Local edits take effect at once and wait in ``pending`` until the server has them on disk; they are never changed.
/// Remote edits come in with the server's history and broadcasts. The transport's owner calls ``connected()`` and
/// ``disconnected()``, feeds what arrives to ``receive(_:)`` and sends what ``takeOutgoing()`` gives, in order.
public struct ClientSession: Sendable {
    public enum Event: Hashable, Sendable {
        /// The whole document is here; show it anew.
        case opened
        case text(Place, TextPatch, by: SessionID)
        case register(node: Name, key: Name, RegisterValue?, by: SessionID)
        /// Some pending edits are on the server's disk now.
        case acknowledged
        /// Edits were not taken and are gone from the document, which must be shown anew; their text is here, to keep.
        case refused(RefusalReason, lost: [LostText])
        /// ``people`` has changed.
        case people
        case access(Access)
        case saving(isPossible: Bool)
        case notice(topic: [UInt8], payload: [UInt8])
        /// This replica shows something else than the server: keep the text aside and reload.
        case diverged
        /// The answer to ``ping(_:)``. Everything that the server had decided before it has come in.
        case pong(UInt64)
    }

    /// What somebody typed into a place in edits that were refused.
    public struct LostText: Hashable, Sendable {
        public let place: Place
        public let text: [Unicode.Scalar]
    }

    /// An ``Merge/EditBatch`` as it travels.
    public struct PendingBatch: Hashable, Sendable {
        public let session: SessionID
        public let firstSequence: UInt64
        /// The sequence of the session's next event.
        public let endSequence: UInt64
        public let bytes: [UInt8]

        init(_ batch: EditBatch, _ bytes: [UInt8]) {
            session = batch.session
            firstSequence = batch.firstSequence
            endSequence = batch.endSequence
            self.bytes = bytes
        }
    }

    public internal(set) var document = Document()
    /// The session that local edits are made under; nil until the first welcome and after a refusal.
    public internal(set) var session: SessionID?
    public private(set) var author: Author?
    public private(set) var access: Access = .read
    /// Whether the document has come in once; from then on it is shown and edited, with or without a connection.
    public private(set) var isOpen = false
    /// Own edits that the server has not acknowledged, in order.
    public internal(set) var pending: [PendingBatch] = []
    /// Who else is here and where, by session.
    public private(set) var people: [SessionID: (author: Author, presence: Presence?)] = [:]

    // The log as far as it is known here: from it the document is rebuilt after a refusal.
    /// The beginning, as a document; nil where all of it is in `confirmed`.
    var saved: [UInt8]?
    private var savedPieces: [UInt8] = []
    /// How many events of each session are in `saved`.
    private var savedNext: [SessionID: UInt64] = [:]
    /// Batches, each behind its length.
    var confirmed = ByteWriter()
    /// The end of `confirmed`.
    private var known = LogPosition()
    private var authors: [SessionID: Author] = [:]
    /// Edits of an earlier tab, waiting for the history they build on.
    private var adopted: [[UInt8]] = []
    var link: Link = .down
    /// How many of `pending` have been sent over this connection.
    var sentCount = 0
    /// The last of `pending` and what its bytes lean on, as long as it cannot have been sent: what is edited without a
    /// connection joins it, so that an afternoon's edits do not come back as thousands of messages.
    var growing: (batch: EditBatch, place: Place?)?
    private var outgoing: [[UInt8]] = []
    /// The edits of an open transaction; nil outside one.
    var openTransaction: [(batch: EditBatch, bytes: [UInt8])]?
    /// What undo and redo take back.
    var ownHistory = OwnHistory()
    /// What the transaction's bytes lean on.
    var transactionPlace: Place?

    enum Link {
        case down
        case greeting
        /// The history is in; edits flow.
        case up
    }

    public init() {}

    /// Whether a local edit can be made now.
    public var canEdit: Bool {
        isOpen && session != nil && access >= .edit
    }

    /// Whether everything that the server had when the connection was made is here, and edits flow.
    public var isSynchronized: Bool {
        if case .up = link { true } else { false }
    }

    /// See ``RichText/Document/scalarID(at:in:)``.
    public mutating func scalarID(at position: Int, in place: Place) -> EventID? {
        document.scalarID(at: position, in: place)
    }

    /// See ``RichText/Document/position(of:in:)``.
    public mutating func position(of scalar: EventID, in place: Place) -> (position: Int, isDeleted: Bool)? {
        document.position(of: scalar, in: place)
    }

    // MARK: Transport

    /// The transport is up: greet the server.
    public mutating func connected() {
        link = .greeting
        sentCount = 0
        growing = nil
        savedPieces = []
        outgoing = [ClientMessage.hello(session: session, known: known).encoded()]
    }

    /// The transport is gone; edits go on and wait.
    public mutating func disconnected() -> [Event] {
        link = .down
        outgoing = []
        guard !people.isEmpty else { return [] }
        people = [:]
        return [.people]
    }

    /// Messages to send now, in order. Keep ``pending`` somewhere safe before sending them.
    public mutating func takeOutgoing() -> [[UInt8]] {
        if link == .up {
            for waiting in pending[sentCount...] { outgoing.append(ClientMessage.edit(waiting.bytes).encoded()) }
            sentCount = pending.count
        }
        defer { outgoing = [] }
        return outgoing
    }

    /// Asks the server for a sign of life.
    public mutating func ping(_ number: UInt64) {
        if link != .down { outgoing.append(ClientMessage.ping(number).encoded()) }
    }

    /// Tells the others where this person is.
    public mutating func setPresence(_ presence: Presence?) {
        if link == .up { outgoing.append(ClientMessage.presence(presence).encoded()) }
    }

    /// Brings back an edit that an earlier tab of the same member could not send. Before ``connected()``.
    public mutating func adopt(_ bytes: [UInt8]) throws(DecodingError) {
        guard EditBatch.identifier(of: bytes) != nil else { throw .truncated }
        adopted.append(bytes)
    }

    public func author(of session: SessionID) -> Author? {
        session == self.session ? author : authors[session]
    }

    // MARK: Messages

    /// Takes one message of the server.
    ///
    /// - Returns: what has changed, in order.
    public mutating func receive(_ bytes: [UInt8]) throws(ProtocolViolation) -> [Event] {
        switch try ServerMessage(decoding: bytes) {
        case .welcome(let session, let access, let author):
            return welcome(session, access: access, author: author)
        case .history(let authors, let batches, let isLast):
            return try receiveHistory(authors: authors, batches: batches, isLast: isLast)
        case .saved(let position, let piece, let isLast):
            savedPieces += piece
            guard isLast else { return [] }
            defer { savedPieces = [] }
            return try open(savedPieces, at: position)
        case .edit(let batch):
            return try apply(remote: batch)
        case .acknowledged(let next):
            return acknowledge(next)
        case .refused(let session, _, let reason):
            return refuse(session, reason)
        case .present(let who, let presence):
            authors[who.session] = who.author
            people[who.session] = (who.author, presence)
            return [.people]
        case .left(let session):
            people[session] = nil
            return [.people]
        case .access(let access):
            self.access = access
            return [.access(access)]
        case .pong(let number):
            return [.pong(number)]
        case .checkpoint(let eventCount, let hash):
            // With own edits on their way the server's moment is not one that this replica has been in.
            guard pending.isEmpty, UInt64(document.graph.count) == eventCount else { return [] }
            return document.canonicalHash == hash ? [] : [.diverged]
        case .saving(let isPossible):
            return [.saving(isPossible: isPossible)]
        case .unknownHistory:
            return [.diverged]
        case .notice(let topic, let payload):
            return [.notice(topic: topic, payload: payload)]
        }
    }

    private mutating func welcome(_ session: SessionID, access: Access, author: Author) -> [Event] {
        var events: [Event] = [.access(access)]
        self.access = access
        self.author = author
        authors[session] = author
        people = [:]
        // The server did not go on with the session that was asked for: its edits can never be sent.
        if let own = self.session, own != session { events += drop { $0.session == own }.map { [$0] } ?? [] }
        self.session = session
        return events
    }

    /// Begins with what the document said at a moment of the log. Whatever was there before is part of it, but for own
    /// edits that the server does not have.
    private mutating func open(_ bytes: [UInt8], at position: LogPosition) throws(ProtocolViolation) -> [Event] {
        // A browser may have kept several: each tab writes down what it was given.
        guard position.count > known.count else { return [] }
        do throws(DecodingError) {
            let opened = try Document(saved: bytes)
            guard opened.graph.count == position.count else { throw .badNumber }
            document = opened
            ownHistory = OwnHistory()
        } catch {
            throw .malformed(error)
        }
        saved = bytes
        savedNext = [:]
        for session in document.graph.sessionsByNumber { savedNext[session] = document.graph.nextSequence(of: session) }
        known = position
        confirmed = ByteWriter()
        var events: [Event] = isOpen ? [.opened] : []
        let count = pending.count
        pending.removeAll { [savedNext] in $0.endSequence <= savedNext[$0.session, default: 0] }
        if pending.count < count { events.append(.acknowledged) }
        let lost = applyPending()
        if !lost.isEmpty { events.append(.refused(.unknownParent, lost: lost)) }
        return events
    }

    private mutating func receiveHistory(
        authors: [SessionAuthor], batches: [[UInt8]], isLast: Bool
    ) throws(ProtocolViolation) -> [Event] {
        for entry in authors { self.authors[entry.session] = entry.author }
        var events: [Event] = []
        for batch in batches {
            let changes = try apply(remote: batch)
            if isOpen { events += changes }
        }
        guard isLast else { return events }
        link = .up
        events += applyAdopted()
        if !isOpen {
            isOpen = true
            events = [.opened] + events.filter { if case .refused = $0 { true } else { false } }
        }
        return events
    }

    /// Takes the next batch of the log: somebody else's, or an own one that an earlier connection brought there.
    private mutating func apply(remote bytes: [UInt8]) throws(ProtocolViolation) -> [Event] {
        guard let id = EditBatch.identifier(of: bytes) else { throw .malformed(.truncated) }
        // What a browser has kept may begin with batches that a later tab was given as a document.
        if id.sequence < savedNext[id.session, default: 0] { return [] }
        if id.sequence < document.graph.nextSequence(of: id.session) {
            guard let first = pending.first(where: { $0.session == id.session }), first.bytes == bytes else {
                return [.diverged]
            }
            return acknowledge(SessionNext(session: id.session, next: first.endSequence))
        }
        let batch: EditBatch
        do throws(DecodingError) {
            batch = try EditBatch(stored: bytes, after: document.lastPlace)
        } catch {
            throw .malformed(error)
        }
        do throws(BatchError) {
            let changes = try document.apply(batch)
            observe(changes)
            confirm(bytes, eventCount: batch.eventCount)
            return events(changes, by: batch.session)
        } catch {
            // The server took what this replica cannot: they have come apart.
            return [.diverged]
        }
    }

    private mutating func confirm(_ batch: [UInt8], eventCount: Int) {
        confirmed.write(counted: batch)
        known.pass(batch, eventCount: eventCount)
    }

    func events(_ changes: [Change], by session: SessionID) -> [Event] {
        changes.map { change in
            switch change {
            case .text(let place, let patch): .text(place, patch, by: session)
            case .register(let node, let key, let value): .register(node: node, key: key, value, by: session)
            }
        }
    }

    /// Puts an earlier tab's edits into the document, now that their history is here.
    private mutating func applyAdopted() -> [Event] {
        var events: [Event] = []
        var lost: [LostText] = []
        for bytes in adopted {
            guard let id = EditBatch.identifier(of: bytes),
                id.sequence >= document.graph.nextSequence(of: id.session)
            else {
                events.append(.acknowledged)
                continue
            }
            do throws(DecodingError) {
                let batch = try EditBatch(decoding: bytes, after: document.lastPlace)
                do throws(BatchError) {
                    events += self.events(try document.apply(batch, isSettled: false), by: batch.session)
                    pending.append(PendingBatch(batch, bytes))
                } catch {
                    lost += Self.texts(of: [batch])
                }
            } catch {
                // Its place stood in a batch that is lost; what was typed is still to be read.
                if let batch = try? EditBatch(decoding: bytes, after: { _ in Self.unknownPlace }) {
                    lost += Self.texts(of: [batch])
                }
            }
        }
        adopted = []
        if !lost.isEmpty { events.append(.refused(.unknownParent, lost: lost)) }
        return events
    }

    private mutating func acknowledge(_ next: SessionNext) -> [Event] {
        let isDone = { (waiting: PendingBatch) in
            waiting.session == next.session && waiting.endSequence <= next.next
        }
        sentCount -= pending[..<sentCount].count(where: isDone)
        for done in pending where isDone(done) {
            document.settle(next.session, from: done.firstSequence, to: done.endSequence)
            confirm(done.bytes, eventCount: Int(done.endSequence - done.firstSequence))
        }
        pending.removeAll(where: isDone)
        return [.acknowledged]
    }
}

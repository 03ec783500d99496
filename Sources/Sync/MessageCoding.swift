import Merge

extension ClientMessage {
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .hello(let session, let known):
            writer.write(byte: 1)
            writer.write(conversationVersion)
            writer.write(session?.rawValue ?? 0)
            writer.write(known)
        case .edit(let batch):
            writer.write(byte: 2)
            writer.write(raw: batch)
        case .presence(let presence):
            writer.write(byte: 3)
            writer.write(presence)
        case .ping(let number):
            writer.write(byte: 4)
            writer.write(number)
        }
        return writer.bytes
    }

    /// Whether a message is no more than a browser's sign of life.
    public static func isPing(_ bytes: [UInt8]) -> Bool {
        bytes.first == 4
    }

    public init(decoding bytes: [UInt8]) throws(ProtocolViolation) {
        do throws(DecodingError) {
            var reader = ByteReader(bytes)
            let kind = try reader.readByte()
            switch kind {
            case 1:
                let version = try reader.readNumber()
                guard version == conversationVersion else { throw .badNumber }
                let session = try reader.readNumber()
                self = .hello(
                    session: session == 0 ? nil : SessionID(session), known: try reader.readLogPosition())
            case 2:
                self = .edit(try reader.readRaw(reader.remaining))
            case 3:
                self = .presence(try reader.readPresence())
            case 4:
                self = .ping(try reader.readNumber())
            default:
                throw .unknownKind(kind)
            }
            try reader.expectEnd()
        } catch {
            throw .malformed(error)
        }
    }
}

extension ServerMessage {
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .welcome(let session, let access, let author):
            writer.write(byte: 1)
            writer.write(session.rawValue)
            writer.write(byte: access.rawValue)
            writer.write(author)
        case .history(let authors, let batches, let isLast):
            writer.write(byte: 2)
            writer.write(byte: isLast ? 1 : 0)
            writer.write(authors.count)
            for author in authors { writer.write(author) }
            writer.write(batches.count)
            for batch in batches { writer.write(counted: batch) }
        case .edit(let batch):
            writer.write(byte: 3)
            writer.write(raw: batch)
        case .acknowledged(let next):
            writer.write(byte: 4)
            writer.write(next)
        case .refused(let session, let firstSequence, let reason):
            writer.write(byte: 5)
            writer.write(session.rawValue)
            writer.write(firstSequence)
            writer.write(byte: reason.rawValue)
        case .present(let author, let presence):
            writer.write(byte: 6)
            writer.write(author)
            writer.write(presence)
        case .left(let session):
            writer.write(byte: 7)
            writer.write(session.rawValue)
        case .access(let access):
            writer.write(byte: 8)
            writer.write(byte: access.rawValue)
        case .pong(let number):
            writer.write(byte: 9)
            writer.write(number)
        case .checkpoint(let eventCount, let hash):
            writer.write(byte: 10)
            writer.write(eventCount)
            writer.write(counted: hash)
        case .saving(let isPossible):
            writer.write(byte: 11)
            writer.write(byte: isPossible ? 1 : 0)
        case .saved(let position, let piece, let isLast):
            writer.write(byte: 14)
            writer.write(byte: isLast ? 1 : 0)
            writer.write(position)
            writer.write(raw: piece)
        case .unknownHistory:
            writer.write(byte: 13)
        case .notice(let topic, let payload):
            writer.write(byte: 12)
            writer.write(counted: topic)
            writer.write(counted: payload)
        }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(ProtocolViolation) {
        do throws(DecodingError) {
            var reader = ByteReader(bytes)
            self = try ServerMessage(from: &reader)
            try reader.expectEnd()
        } catch {
            throw .malformed(error)
        }
    }

    private init(from reader: inout ByteReader) throws(DecodingError) {
        let kind = try reader.readByte()
        switch kind {
        case 1:
            self = .welcome(
                session: SessionID(try reader.readNumber()), access: try reader.readAccess(), try reader.readAuthor())
        case 2:
            let isLast = try reader.readFlag()
            var authors: [SessionAuthor] = []
            for _ in 0..<(try reader.readCount(limit: MessageLimits.sessions)) {
                authors.append(try reader.readSessionAuthor())
            }
            var batches: [[UInt8]] = []
            for _ in 0..<(try reader.readCount(limit: MessageLimits.batches)) {
                batches.append(try reader.readCounted(limit: BatchLimits.bytes))
            }
            self = .history(authors: authors, batches: batches, isLast: isLast)
        case 3:
            self = .edit(try reader.readRaw(reader.remaining))
        case 4:
            self = .acknowledged(try reader.readSessionNext())
        case 5:
            let session = SessionID(try reader.readNumber())
            let firstSequence = try reader.readNumber()
            let code = try reader.readByte()
            guard let reason = RefusalReason(rawValue: code) else { throw .unknownKind(code) }
            self = .refused(session: session, firstSequence: firstSequence, reason)
        case 6:
            self = .present(try reader.readSessionAuthor(), try reader.readPresence())
        case 7:
            self = .left(SessionID(try reader.readNumber()))
        case 8:
            self = .access(try reader.readAccess())
        case 9:
            self = .pong(try reader.readNumber())
        case 10:
            self = .checkpoint(
                eventCount: try reader.readNumber(), hash: try reader.readCounted(limit: MessageLimits.name))
        case 11:
            self = .saving(isPossible: try reader.readFlag())
        case 12:
            self = .notice(
                topic: try reader.readCounted(limit: MessageLimits.name),
                payload: try reader.readCounted(limit: MessageLimits.payload))
        case 13:
            self = .unknownHistory
        case 14:
            let isLast = try reader.readFlag()
            let position = try reader.readLogPosition()
            self = .saved(at: position, piece: try reader.readRaw(reader.remaining), isLast: isLast)
        default:
            throw .unknownKind(kind)
        }
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ position: LogPosition) {
        write(position.count)
        write(position.digest)
    }

    fileprivate mutating func write(_ next: SessionNext) {
        write(next.session.rawValue)
        write(next.next)
    }

    fileprivate mutating func write(_ author: Author) {
        write(counted: author.member)
        write(counted: author.name)
    }

    fileprivate mutating func write(_ author: SessionAuthor) {
        write(author.session.rawValue)
        write(author.author)
    }

    fileprivate mutating func write(_ presence: Presence?) {
        guard let presence else { return write(byte: 0) }
        write(byte: 1)
        write(counted: presence.place.bytes)
        write(presence.from)
        write(presence.to)
    }
}

extension ByteReader {
    fileprivate mutating func readLogPosition() throws(DecodingError) -> LogPosition {
        LogPosition(count: try readCount(limit: BatchLimits.eventsPerDocument), digest: try readNumber())
    }

    fileprivate mutating func readSessionNext() throws(DecodingError) -> SessionNext {
        SessionNext(session: SessionID(try readNumber()), next: try readNumber())
    }

    fileprivate mutating func readAuthor() throws(DecodingError) -> Author {
        let member = try readCounted(limit: MessageLimits.name)
        let name = try readCounted(limit: MessageLimits.name)
        guard isValidUTF8(member), isValidUTF8(name) else { throw .badText }
        return Author(member: member, name: name)
    }

    fileprivate mutating func readSessionAuthor() throws(DecodingError) -> SessionAuthor {
        SessionAuthor(session: SessionID(try readNumber()), author: try readAuthor())
    }

    fileprivate mutating func readPresence() throws(DecodingError) -> Presence? {
        guard try readFlag() else { return nil }
        return Presence(
            place: try readPlace(), from: try readCount(limit: BatchLimits.eventsPerDocument),
            to: try readCount(limit: BatchLimits.eventsPerDocument))
    }

    fileprivate mutating func readAccess() throws(DecodingError) -> Access {
        let code = try readByte()
        guard let access = Access(rawValue: code) else { throw .unknownKind(code) }
        return access
    }

    fileprivate mutating func readFlag() throws(DecodingError) -> Bool {
        let code = try readByte()
        guard code <= 1 else { throw .badNumber }
        return code == 1
    }
}

/// One open tab on one document, numbered by the server and never used again.
///
/// Sessions are the *agents* of the merge: they have a total order that every replica shares, and it decides who comes
/// first when two people insert at one place.
public struct SessionID: Hashable, Comparable, Sendable {
    /// From 1; the server issues ascending numbers.
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    public static func < (left: SessionID, right: SessionID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The name of one event, the same on every replica: who made it and as which of their events, counted from 0.
public struct EventID: Hashable, Comparable, Sendable {
    public let session: SessionID
    public let sequence: UInt64

    public init(session: SessionID, sequence: UInt64) {
        self.session = session
        self.sequence = sequence
    }

    public static func < (left: EventID, right: EventID) -> Bool {
        (left.session, left.sequence) < (right.session, right.sequence)
    }
}

/// Where an event stands in this replica's log, counted from 0 in order of arrival.
///
/// Only meaningful inside one replica: never sent, stored or compared between replicas. An event's parents always have
/// lower indexes.
public struct LogIndex: Hashable, Comparable, Sendable {
    public let rawValue: Int32

    public init(_ rawValue: Int32) {
        self.rawValue = rawValue
    }

    public static func < (left: LogIndex, right: LogIndex) -> Bool {
        left.rawValue < right.rawValue
    }

    package func advanced(by count: Int) -> LogIndex {
        LogIndex(rawValue + Int32(count))
    }

    func distance(to other: LogIndex) -> Int {
        Int(other.rawValue - rawValue)
    }
}

/// A name inside a document (of a node, a field or a register): bytes of UTF-8, compared byte by byte.
///
/// Not a `String`, because Swift's strings compare by canonical equivalence: two names that differ in bytes must
/// differ in every replica, whatever version of Unicode it knows.
public struct Name: Hashable, Comparable, Sendable {
    /// 1...128 bytes of valid UTF-8 without control characters. A field or a key may hold a `/`, as the standard
    /// `DS/EN 50564` does; in a ``Place`` the first one ends the node's name.
    public let bytes: [UInt8]

    /// The longest name, in bytes. Enough for `standarder:` and the title of a standard; short enough to repeat.
    public static let maximumBytes = 128

    /// Nil where the bytes are no name.
    public init?(bytes: [UInt8]) {
        guard (1...Name.maximumBytes).contains(bytes.count), isValidUTF8(bytes) else { return nil }
        for byte in bytes where byte < 0x20 || byte == 0x7F { return nil }
        self.bytes = bytes
    }

    /// Nil where the text is no name.
    public init?(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// The name of a node: one without `/`, which would make its places ambiguous. Nil where the bytes are none.
    public init?(node bytes: [UInt8]) {
        guard !bytes.contains(UInt8(ascii: "/")) else { return nil }
        self.init(bytes: bytes)
    }

    public static func < (left: Name, right: Name) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

/// The name of one merging text: a field of a node, written `node/field`.
///
/// The place names the text, not the event that first wrote there, so two people who start an empty field at once
/// write in the same one.
public struct Place: Hashable, Comparable, Sendable {
    public let node: Name
    public let field: Name

    public init(node: Name, field: Name) {
        self.node = node
        self.field = field
    }

    /// Nil unless the bytes are two names with one `/` between them.
    public init?(bytes: [UInt8]) {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
            let node = Name(node: Array(bytes[..<slash])),
            let field = Name(bytes: Array(bytes[(slash + 1)...]))
        else { return nil }
        self.init(node: node, field: field)
    }

    public init?(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    public static func < (left: Place, right: Place) -> Bool {
        left.node == right.node ? left.field < right.field : left.node < right.node
    }

    public var bytes: [UInt8] {
        node.bytes + [UInt8(ascii: "/")] + field.bytes
    }

    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

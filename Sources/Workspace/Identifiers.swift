/// The permanent name of one thing of one kind, such as `p-koeb1` for a member.
///
/// Each kind has a type of its own, so that a group's id cannot stand where a member's is meant. An id is never
/// reused and never shown to a reader as the thing's name.
public protocol Identifier: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The id as it is stored and as it stands in addresses.
    var rawValue: String { get }

    init(_ rawValue: String)
}

extension Identifier {
    /// Orders by the bytes of the ids: a stable order, not one for readers.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String { rawValue }
}

/// Names a person, such as `p-koeb1`.
public struct MemberID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// Names an organisation, such as `org-aarhus`.
public struct OrganisationID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// Names a working group, such as `ag-moebler`.
public struct GroupID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// Names a document, such as `maal-moebler`: a draft target, a meeting's minutes, terms of reference.
public struct DocumentID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// Names a meeting. It is the id of the meeting's minutes: each meeting has exactly one minutes document.
public typealias MeetingID = DocumentID

/// Names a comment thread, such as `traad-14`.
public struct ThreadID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// Names a version by the document and its place in the row of that document's versions.
public struct VersionID: Hashable, Sendable {
    public let document: DocumentID

    /// Counted from 1.
    public let ordinal: Int

    public init(document: DocumentID, ordinal: Int) {
        self.document = document
        self.ordinal = ordinal
    }
}

/// What a document is about; it decides who may write in it.
public enum DocumentKind: String, CaseIterable, Sendable {
    case target
    case minutes
    case termsOfReference
}

/// The record that stands beside a document's history: whose it is and what it is called in lists.
///
/// The text itself is an event graph, kept as edit batches; see `RichText.Document`.
public struct DocumentRecord: Hashable, Sendable, Identifiable {
    public let id: DocumentID
    public let kind: DocumentKind
    public let group: GroupID

    /// Shown in lists; the title in the text may have moved on since.
    public var title: String

    /// A target's number, such as 13, never reused; nil for other kinds.
    public var number: Int?

    /// From when on nobody writes in it, such as minutes that have been approved; nil while it is open.
    public var frozenAt: Timestamp?

    public init(
        id: DocumentID, kind: DocumentKind, group: GroupID, title: String, number: Int? = nil,
        frozenAt: Timestamp? = nil
    ) {
        self.id = id
        self.kind = kind
        self.group = group
        self.title = title
        self.number = number
        self.frozenAt = frozenAt
    }

    /// What a person needs the right to, in order to write in a document of this kind.
    public var writingAction: Action {
        switch kind {
        case .target: .writeTarget
        case .minutes: .writeMinutes
        case .termsOfReference: .writeTermsOfReference
        }
    }

    /// Whether someone with that role in the document's group may change its text.
    ///
    /// Minutes are frozen with their approval, terms of reference with theirs.
    public func isWritable(as role: Role) -> Bool { frozenAt == nil && role.can(writingAction) }
}

/// A comment with its replies, tied to a passage, a field or a part of a document.
public struct CommentThread: Hashable, Sendable, Identifiable {
    public enum Kind: String, CaseIterable, Sendable {
        case comment
        /// A comment that says what the quoted passage should read instead.
        case suggestion
    }

    public enum Status: String, CaseIterable, Sendable {
        case open
        case resolved
        /// A suggestion that was turned down.
        case rejected
    }

    public let id: ThreadID
    public let document: DocumentID
    public var anchor: Anchor
    public var kind: Kind
    public var status: Status

    /// What a suggestion wants in place of the quotation; nil for a comment.
    public var replacement: String?

    /// Who resolved or rejected it; nil while it is open.
    public var settledBy: MemberID?

    /// When; nil while it is open.
    public var settledAt: Timestamp?

    /// Whether it was once settled and then opened again.
    public var wasReopened: Bool

    /// At least one, in order of writing; none is ever taken away.
    public var posts: [Post]

    public init(
        id: ThreadID, document: DocumentID, anchor: Anchor, kind: Kind = .comment, status: Status = .open,
        replacement: String? = nil, settledBy: MemberID? = nil, settledAt: Timestamp? = nil,
        wasReopened: Bool = false, posts: [Post]
    ) {
        self.id = id
        self.document = document
        self.anchor = anchor
        self.kind = kind
        self.status = status
        self.replacement = replacement
        self.settledBy = settledBy
        self.settledAt = settledAt
        self.wasReopened = wasReopened
        self.posts = posts
    }
}

/// What a thread is about.
public struct Anchor: Hashable, Sendable {
    /// The part of the document, such as a criterion's id, or `dokument` for the whole.
    public var node: String

    /// The text field in that part, such as `kravtekst`; nil when the comment is about the part as such.
    public var field: String?

    /// The passage in the field; nil when the comment is about the field as such.
    public var passage: Passage?

    public init(node: String, field: String? = nil, passage: Passage? = nil) {
        self.node = node
        self.field = field
        self.passage = passage
    }

    /// `node/field`, as documents name their texts; nil when there is no field.
    public var place: String? { field.map { "\(node)/\($0)" } }
}

/// A run of characters, named by their ids, so that it stays on its words while others edit around them.
public struct Passage: Hashable, Sendable {
    /// The id of the first character, in the engine's form.
    public var from: String

    /// The id of the last character, in the engine's form.
    public var to: String

    /// The words as they were when the thread was started, shown when they have since been removed.
    public var quotation: String

    public init(from: String, to: String, quotation: String) {
        self.from = from
        self.to = to
        self.quotation = quotation
    }
}

/// One contribution to a thread.
public struct Post: Hashable, Sendable {
    /// Place in the thread, counted from 1.
    public let number: Int
    public let author: MemberID
    public let postedAt: Timestamp
    public var text: String

    /// Those whom the text names with @, in any order.
    public var mentions: [MemberID]

    public init(number: Int, author: MemberID, postedAt: Timestamp, text: String, mentions: [MemberID] = []) {
        self.number = number
        self.author = author
        self.postedAt = postedAt
        self.text = text
        self.mentions = mentions
    }
}

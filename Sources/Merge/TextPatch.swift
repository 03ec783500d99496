/// A change to a text as it stands here: at `at`, `deleted` scalars go and `inserted` come.
///
/// Patches belong to one replica, whose order of events they depend on: they are never stored, hashed or sent.
public struct TextPatch: Hashable, Sendable {
    /// In Unicode scalars from the start of the text.
    public let at: Int
    /// In Unicode scalars.
    public package(set) var deleted: Int
    public let inserted: [Unicode.Scalar]

    public init(at: Int, deleted: Int, inserted: [Unicode.Scalar]) {
        self.at = at
        self.deleted = deleted
        self.inserted = inserted
    }
}

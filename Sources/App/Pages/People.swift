import Workspace

/// The names of the people on a page, by their ids.
struct People: Sendable {
    private let members: [MemberID: Member]
    private let unknown: String

    /// - Parameter language: Of the word that stands for someone whose name has been erased.
    init(_ members: [Member], language: Language) {
        self.members = Dictionary(members.map { ($0.id, $0) }) { first, _ in first }
        unknown = language(.unknownPerson)
    }

    subscript(_ id: MemberID) -> Member? { members[id] }

    func name(of id: MemberID) -> String { members[id]?.name ?? unknown }
}

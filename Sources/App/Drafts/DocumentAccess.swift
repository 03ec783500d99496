import Store
import Sync
import Workspace

extension DocumentRecord {
    /// What someone with that role in the document's group may do in it over a socket.
    func access(as role: Role) -> Access {
        if frozenAt != nil { return .read }
        if isWritable(as: role) { return .edit }
        return role.can(.comment) ? .comment : .read
    }
}

extension Store {
    /// What a member may do in a document now; nil where they may not know of it.
    func access(of member: MemberID, to id: DocumentID) async throws(StoreError) -> Access? {
        guard let document = try await documents.record(id),
            let role = try await groups.role(of: member, in: document.group)
        else { return nil }
        return document.access(as: role)
    }
}

extension Application {
    /// Tells the rooms of a group's documents what a member may do there from now on (requirements S11).
    ///
    /// - Parameter role: What they now are in the group; nil if they may no longer know of it.
    func roleChanged(of member: MemberID, in group: GroupID, to role: Role?) async throws {
        for document in try await store.documents.records(of: group) {
            rooms.accessChanged(of: member, to: role.map { document.access(as: $0) }, in: document.id)
        }
    }
}

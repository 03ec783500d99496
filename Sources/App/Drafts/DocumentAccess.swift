import Sync
import Workspace

/// What a member may do in a document over a socket, from their role, the document's kind and how far it has come.
///
/// - Parameter meeting: The meeting, where the document is its minutes.
func access(of member: MemberID, as role: Role, to document: DocumentRecord, meeting: Meeting?) -> Access {
    if document.frozenAt != nil { return .read }
    if document.isWritable(as: role) || meeting?.mayWriteMinutes(member, as: role) == true { return .edit }
    return role.can(.comment) ? .comment : .read
}

extension Application {
    func access(of member: MemberID, as role: Role, to document: DocumentRecord) async throws -> Access {
        let meeting = document.kind == .minutes ? try await store.meetings.meeting(document.id) : nil
        return App.access(of: member, as: role, to: document, meeting: meeting)
    }

    /// Tells the rooms of a group's documents what a member may do there from now on (requirements S11).
    ///
    /// - Parameter role: What they now are in the group; nil if they may no longer know of it.
    func roleChanged(of member: MemberID, in group: GroupID, to role: Role?) async throws {
        for document in try await store.documents.records(of: group) {
            let access: Access? =
                if let role { try await access(of: member, as: role, to: document) } else { nil }
            rooms.accessChanged(of: member, to: access, in: document.id)
        }
    }
}

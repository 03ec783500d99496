import Store
import Workspace

// Who a visitor is, and what they may know of. Every route goes through one of these; they are the only places where
// an address becomes a thing.

extension Application {
    func insider(_ visit: Visit<Anyone>) throws -> Insider {
        guard let insider = visit.insider else { throw PageProblem.logOnFirst }
        return insider
    }

    func groupInsider(_ visit: Visit<Anyone>, _ id: GroupID) async throws -> GroupInsider {
        let insider = try insider(visit)
        guard let group = try await store.groups.group(id),
            let role = try await store.groups.role(of: insider.member.id, in: id)
        else { throw PageProblem.notFound }
        return GroupInsider(member: insider.member, login: insider.login, group: group, role: role)
    }

    func documentInsider(_ visit: Visit<Anyone>, _ id: DocumentID) async throws -> DocumentInsider {
        let insider = try insider(visit)
        guard let document = try await store.documents.record(id) else { throw PageProblem.notFound }
        let subject = try await groupInsider(visit, document.group)
        return DocumentInsider(
            member: insider.member, login: insider.login, group: subject.group, role: subject.role, document: document)
    }

    func meetingInsider(_ visit: Visit<Anyone>, _ id: MeetingID) async throws -> MeetingInsider {
        let subject = try await documentInsider(visit, id)
        guard let meeting = try await store.meetings.meeting(id) else { throw PageProblem.notFound }
        return MeetingInsider(
            member: subject.member, login: subject.login, group: subject.group, role: subject.role,
            document: subject.document, meeting: meeting)
    }

    func threadInsider(_ visit: Visit<Anyone>, _ id: ThreadID) async throws -> ThreadInsider {
        _ = try insider(visit)
        guard let thread = try await store.comments.thread(id) else { throw PageProblem.notFound }
        let subject = try await documentInsider(visit, thread.document)
        return ThreadInsider(
            member: subject.member, login: subject.login, group: subject.group, role: subject.role,
            document: subject.document, thread: thread)
    }
}

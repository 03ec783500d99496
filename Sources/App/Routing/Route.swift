import WebServer
import Workspace

/// One line of the route table: what may be asked for, what right that takes, and who answers.
///
/// There is no way to make one without saying who may use it, so a page that nobody thought about is not reachable.
struct Route: Sendable {
    /// Who may use a route.
    enum Right: Hashable, Sendable {
        /// Everyone, logged on or not.
        case anyone
        /// Every member with a login.
        case insider
        /// Members of the Secretariat.
        case secretariat
        /// Those whose role in the group that the address leads to allows the action. Others in the group are told
        /// so; to everyone else the address does not exist.
        case role(Action)
    }

    typealias Handler<Subject: Sendable> = @Sendable (Application, Visit<Subject>) async throws -> Reply

    let method: String
    let pattern: PathPattern
    let right: Right
    let respond: Handler<Anyone>

    static func anyone(_ method: String, _ pattern: PathPattern, _ handler: @escaping Handler<Anyone>) -> Route {
        Route(method: method, pattern: pattern, right: .anyone, respond: handler)
    }

    static func insider(_ method: String, _ pattern: PathPattern, _ handler: @escaping Handler<Insider>) -> Route {
        Route(method: method, pattern: pattern, right: .insider) { application, visit in
            try await handler(application, visit.with(try application.insider(visit)))
        }
    }

    static func secretariat(_ method: String, _ pattern: PathPattern, _ handler: @escaping Handler<Insider>) -> Route {
        Route(method: method, pattern: pattern, right: .secretariat) { application, visit in
            let insider = try application.insider(visit)
            guard insider.member.isSecretariat else { throw PageProblem.forbidden(.administrationForbidden) }
            return try await handler(application, visit.with(insider))
        }
    }

    /// - Parameters:
    ///   - pattern: Has a part `:group`.
    ///   - refusal: What those are told who are in the group but may not do it.
    static func group(
        _ method: String, _ pattern: PathPattern, to action: Action, else refusal: Phrase,
        _ handler: @escaping Handler<GroupInsider>
    ) -> Route {
        Route(method: method, pattern: pattern, right: .role(action)) { application, visit in
            let subject = try await application.groupInsider(visit, GroupID(visit.parameters["group"]))
            guard subject.role.can(action) else { throw PageProblem.forbidden(refusal) }
            return try await handler(application, visit.with(subject))
        }
    }

    /// - Parameter pattern: Has a part `:document`.
    static func document(
        _ method: String, _ pattern: PathPattern, to action: Action, else refusal: Phrase,
        _ handler: @escaping Handler<DocumentInsider>
    ) -> Route {
        Route(method: method, pattern: pattern, right: .role(action)) { application, visit in
            let subject = try await application.documentInsider(visit, DocumentID(visit.parameters["document"]))
            guard subject.role.can(action) else { throw PageProblem.forbidden(refusal) }
            return try await handler(application, visit.with(subject))
        }
    }

    /// - Parameter pattern: Has a part `:meeting`.
    static func meeting(
        _ method: String, _ pattern: PathPattern, to action: Action, else refusal: Phrase,
        _ handler: @escaping Handler<MeetingInsider>
    ) -> Route {
        Route(method: method, pattern: pattern, right: .role(action)) { application, visit in
            let subject = try await application.meetingInsider(visit, MeetingID(visit.parameters["meeting"]))
            guard subject.role.can(action) else { throw PageProblem.forbidden(refusal) }
            return try await handler(application, visit.with(subject))
        }
    }

    /// - Parameter pattern: Has a part `:thread`.
    static func thread(
        _ method: String, _ pattern: PathPattern, to action: Action, else refusal: Phrase,
        _ handler: @escaping Handler<ThreadInsider>
    ) -> Route {
        Route(method: method, pattern: pattern, right: .role(action)) { application, visit in
            let subject = try await application.threadInsider(visit, ThreadID(visit.parameters["thread"]))
            guard subject.role.can(action) else { throw PageProblem.forbidden(refusal) }
            return try await handler(application, visit.with(subject))
        }
    }
}

import Store
import WebServer
import Workspace

/// A request that has passed the door: who asks, and the thing that the address names, both looked up and allowed.
///
/// What the route has made sure of is the subject's type, and its properties can be read through the visit: a handler
/// for `Visit<DocumentInsider>` has `visit.document` and cannot forget to check who asks.
@dynamicMemberLookup
struct Visit<Subject: Sendable>: Sendable {
    let request: Request
    let parameters: PathParameters
    let language: Language
    /// When the request came in.
    let now: Timestamp
    let subject: Subject

    var today: Day { CopenhagenTime(now).day }

    subscript<Value>(dynamicMember keyPath: KeyPath<Subject, Value>) -> Value { subject[keyPath: keyPath] }

    func with<Other: Sendable>(_ subject: Other) -> Visit<Other> {
        Visit<Other>(request: request, parameters: parameters, language: language, now: now, subject: subject)
    }

    /// The fields that were sent, in a request with a form.
    ///
    /// - Throws: ``PageProblem/badRequest`` or ``PageProblem/tooLarge`` for a body that is no form of ours.
    func form() throws(PageProblem) -> FormState {
        do throws(FormError) {
            return FormState(try request.form())
        } catch {
            throw error == .tooManyPairs ? .tooLarge : .badRequest
        }
    }
}

/// Someone of whom nothing is known.
struct Anyone: Sendable {
    /// Who it is, if they are logged on all the same.
    let insider: Insider?
}

/// A member with a login.
struct Insider: Sendable {
    let member: Member
    let login: Login
}

/// A member in a group that they may know of.
struct GroupInsider: Sendable {
    let member: Member
    let login: Login
    let group: Group
    let role: Role
}

/// A member at a document of such a group.
struct DocumentInsider: Sendable {
    let member: Member
    let login: Login
    let group: Group
    let role: Role
    let document: DocumentRecord
}

/// A member at a meeting of such a group; its minutes are a document.
struct MeetingInsider: Sendable {
    let member: Member
    let login: Login
    let group: Group
    let role: Role
    let document: DocumentRecord
    let meeting: Meeting
}

/// A member at a comment thread of such a document.
struct ThreadInsider: Sendable {
    let member: Member
    let login: Login
    let group: Group
    let role: Role
    let document: DocumentRecord
    let thread: CommentThread
}

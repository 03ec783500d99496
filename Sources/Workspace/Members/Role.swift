/// What a person is in a working group. Each decides on rights through ``can(_:)`` alone.
public enum Role: String, CaseIterable, Sendable {
    /// Follows the work and reads, such as a central purchasing body or an invited expert.
    case observer
    /// Writes the text, for an organisation that is a member of the partnership.
    case member
    /// Leads the group and answers for its versions.
    case chair
    /// Serves the group; edits and publishes, and never approves.
    case secretariat
}

/// Something that a person may or may not do in a group.
public enum Action: String, CaseIterable, Sendable {
    /// See the group's home, documents, threads, versions and meetings.
    case read
    /// Start a thread and reply.
    case comment
    /// Resolve, reject and reopen a thread.
    case settleThread
    /// Change the text and fields of a draft target.
    case writeTarget
    /// Change the text of an agenda and minutes, until they are approved.
    case writeMinutes
    /// Change the text of terms of reference.
    case writeTermsOfReference
    /// Call meetings; record attendance, decisions and action items.
    case recordMeeting
    /// Freeze the draft as a numbered version, to be approved.
    case makeVersion
    /// Stand behind a version, or return it.
    case approveVersion
    /// Take an approved version out as a file, to be published.
    case exportVersion
    /// Decide who is in the group and as what.
    case administerGroup
}

extension Role {
    /// The one table of rights. Whoever is in no group may do nothing there, and is not told that it exists.
    ///
    /// Chair and Secretariat are kept apart on purpose: who writes most does not approve, and who approves does not
    /// publish.
    public func can(_ action: Action) -> Bool {
        let holders: Set<Role> =
            switch action {
            case .read: [.observer, .member, .chair, .secretariat]
            case .comment, .settleThread, .writeTarget, .writeMinutes: [.member, .chair, .secretariat]
            case .writeTermsOfReference, .recordMeeting, .makeVersion: [.chair, .secretariat]
            case .approveVersion: [.chair]
            case .exportVersion, .administerGroup: [.secretariat]
            }
        return holders.contains(self)
    }
}

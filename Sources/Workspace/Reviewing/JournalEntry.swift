/// One line of the journal: who did what to which thing, and when.
///
/// The lines form a chain: each holds the hash of the one before, so that none can be changed, added or taken out
/// without that showing.
public struct JournalEntry: Hashable, Sendable {
    /// Counted from 1, without gaps.
    public let serial: Int
    public let at: Timestamp

    /// Nil for what the server did by itself.
    public let member: MemberID?
    public let event: JournalEvent

    /// The id of what it was done to, such as `maal-moebler` or a member's.
    public let subject: String

    /// What else is needed to understand it; never text of a document.
    public let detail: String

    /// SHA-256 of the line before, in lower-case hexadecimal; 64 zeros in the first.
    public let previousHash: String

    /// SHA-256 over this line with ``previousHash``, in lower-case hexadecimal.
    public let hash: String

    public init(
        serial: Int, at: Timestamp, member: MemberID?, event: JournalEvent, subject: String, detail: String,
        previousHash: String, hash: String
    ) {
        self.serial = serial
        self.at = at
        self.member = member
        self.event = event
        self.subject = subject
        self.detail = detail
        self.previousHash = previousHash
        self.hash = hash
    }
}

/// What the journal keeps account of.
public enum JournalEvent: String, CaseIterable, Sendable {
    case memberAdded
    case passwordSet
    case loggedIn
    case loginRefused
    case loggedOut
    case invitationIssued
    case invitationUsed
    case groupAdded
    case membershipSet
    case membershipEnded
    case documentAdded
    case documentFrozen
    case stateChanged
    case threadSettled
    case threadReopened
    case versionMade
    case versionApproved
    case versionExported
    case meetingCalled
    case meetingChanged
    case attendanceRecorded
    case decisionRecorded
    case actionItemRecorded
    case actionItemClosed
    case actionItemReopened
    case demoLoaded
}

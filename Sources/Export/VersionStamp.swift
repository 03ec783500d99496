public import Workspace

/// What identifies a version outside Udkast: it stands on the exported file, so that a reader can tell which text this
/// is, who stands behind it, and by the hash that it was not changed since.
public struct VersionStamp: Hashable, Sendable {
    /// That the chair approved the version.
    public struct Approval: Hashable, Sendable {
        /// The chair's name as it stands on the file.
        public var approver: String
        public var time: Timestamp

        public init(approver: String, time: Timestamp) {
            self.approver = approver
            self.time = time
        }
    }

    /// What people call the version, such as `0.4`.
    public var label: String

    /// SHA-256 of the content's canonical form, 64 lower-case hexadecimal digits.
    public var hash: String

    /// Nil for a version that nobody has approved; the export says so.
    public var approval: Approval?

    /// Who publishes the target.
    public var organisation: String

    /// Something that every reader has to know first, such as that the content is only an example; "" for nothing.
    public var notice: String

    public init(
        label: String, hash: String, approval: Approval?,
        organisation: String = "Partnerskab for Offentlige Grønne Indkøb", notice: String = ""
    ) {
        self.label = label
        self.hash = hash
        self.approval = approval
        self.organisation = organisation
        self.notice = notice
    }
}

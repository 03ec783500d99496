/// A document as it stood when somebody froze it, to be approved. Its content never changes again.
public struct Version: Hashable, Sendable, Identifiable {
    public var id: VersionID { VersionID(document: document, ordinal: ordinal) }

    public let document: DocumentID

    /// Place in the row of the document's versions in this store, counted from 1.
    public let ordinal: Int

    /// What people call it: `0.1`, `0.2` … while the group works; `1.0`, `2.0` when published.
    public let label: String

    /// The whole content in the canonical form of `RichText.DocumentContent`.
    public let canonicalBytes: [UInt8]

    /// SHA-256 of ``canonicalBytes``, 64 lower-case hexadecimal digits. This is what an approval binds.
    public let hash: String

    /// What readers are shown of it, for ever: a piece of HTML in UTF-8, made when the version was. A later program,
    /// which would render the content otherwise, shows these bytes.
    public let rendering: [UInt8]

    /// SHA-256 of ``rendering``, 64 lower-case hexadecimal digits.
    public let renderingHash: String

    public let madeBy: MemberID
    public let madeAt: Timestamp

    /// Nil until the chair has approved it; from then on it can be exported.
    public var approval: Approval?

    public init(
        document: DocumentID, ordinal: Int, label: String, canonicalBytes: [UInt8], hash: String,
        rendering: [UInt8], renderingHash: String, madeBy: MemberID, madeAt: Timestamp, approval: Approval? = nil
    ) {
        self.document = document
        self.ordinal = ordinal
        self.label = label
        self.canonicalBytes = canonicalBytes
        self.hash = hash
        self.rendering = rendering
        self.renderingHash = renderingHash
        self.madeBy = madeBy
        self.madeAt = madeAt
        self.approval = approval
    }
}

/// That a chair stands behind a version.
public struct Approval: Hashable, Sendable {
    public let by: MemberID
    public let at: Timestamp

    /// What the chair wanted to say with it; may be empty.
    public let remark: String

    public init(by: MemberID, at: Timestamp, remark: String = "") {
        self.by = by
        self.at = at
        self.remark = remark
    }
}

/// The number that a version is known by: whole part and decimal, `0.4` or `1.0`.
public struct VersionLabel: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let major: Int
    public let minor: Int

    /// Reads `0.4`; nil for anything else, such as `0,4` or `v1`.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let major = decimal(parts[0]), let minor = decimal(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }

    public init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// What the next working version is called: 0.4 is followed by 0.5, and 0.9 by 0.10.
    public var next: VersionLabel { VersionLabel(major: major, minor: minor + 1) }

    /// What a document's first version is called.
    public static let first = VersionLabel(major: 0, minor: 1)

    public var description: String { "\(major).\(minor)" }

    public static func < (left: VersionLabel, right: VersionLabel) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

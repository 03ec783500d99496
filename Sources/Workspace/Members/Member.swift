/// A person who has, or may get, a login.
public struct Member: Hashable, Sendable, Identifiable {
    public let id: MemberID
    public var name: String

    /// One to three letters, for a small label beside the text.
    public var initials: String

    /// In small letters; unique among members.
    public var email: String

    /// Nil for someone from outside, such as an expert who works alone.
    public var organisation: OrganisationID?

    /// The person's post there, such as `Indkøbskonsulent`; may be empty.
    public var title: String

    /// Whether the person is in the partnership's Secretariat, which administers every group.
    public var isSecretariat: Bool

    public init(
        id: MemberID, name: String, initials: String, email: String, organisation: OrganisationID? = nil,
        title: String = "", isSecretariat: Bool = false
    ) {
        self.id = id
        self.name = name
        self.initials = initials
        self.email = email
        self.organisation = organisation
        self.title = title
        self.isSecretariat = isSecretariat
    }
}

/// An authority, a central purchasing body or a trade association that takes part.
public struct Organisation: Hashable, Sendable, Identifiable {
    /// What the organisation is, with the word that is stored.
    public enum Kind: String, CaseIterable, Sendable {
        case municipality = "kommune"
        case region = "region"
        case state = "statslig"
        case education = "uddannelse"
        case purchasingBody = "indkoebsfaellesskab"
        case fictional = "fiktiv"
    }

    public let id: OrganisationID
    public var name: String
    public var shortName: String
    public var kind: Kind

    /// Whether it has joined the partnership. Only these count when a meeting's attendance is counted.
    public var isPartner: Bool

    public init(id: OrganisationID, name: String, shortName: String, kind: Kind, isPartner: Bool) {
        self.id = id
        self.name = name
        self.shortName = shortName
        self.kind = kind
        self.isPartner = isPartner
    }
}

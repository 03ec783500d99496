/// A working group that revises a target or writes a new one.
public struct Group: Hashable, Sendable, Identifiable {
    public enum Kind: String, CaseIterable, Sendable {
        case revision
        case newTarget
    }

    public let id: GroupID
    public var name: String
    public var kind: Kind

    /// How many organisations of the partnership have to be represented.
    public var minimumOrganisations: Int

    /// The group's number in the Secretariat's filing system; empty when it has none.
    public var caseNumber: String

    public var start: Day?

    /// How far the group's target has come.
    public var state: TargetState

    /// In order of time.
    public var milestones: [Milestone]

    public init(
        id: GroupID, name: String, kind: Kind, minimumOrganisations: Int = 5, caseNumber: String = "",
        start: Day? = nil, state: TargetState = .draft, milestones: [Milestone] = []
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.minimumOrganisations = minimumOrganisations
        self.caseNumber = caseNumber
        self.start = start
        self.state = state
        self.milestones = milestones
    }
}

/// A dated step in a group's plan.
public struct Milestone: Hashable, Sendable {
    public enum Status: String, CaseIterable, Sendable {
        case planned
        case underway
        case reached
    }

    public var name: String
    public var day: Day
    public var status: Status

    public init(name: String, day: Day, status: Status) {
        self.name = name
        self.day = day
        self.status = status
    }
}

/// That a person is in a group, and as what. A person has one role in a group.
public struct Membership: Hashable, Sendable {
    public let group: GroupID
    public let member: MemberID
    public var role: Role

    public init(group: GroupID, member: MemberID, role: Role) {
        self.group = group
        self.member = member
        self.role = role
    }
}

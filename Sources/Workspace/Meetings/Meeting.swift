/// A meeting of a working group. Its minutes are a document with the same id.
public struct Meeting: Hashable, Sendable, Identifiable {
    /// How far the minutes have come.
    public enum MinutesStatus: String, CaseIterable, Sendable {
        case draft
        /// Sent round; those who were there may still object.
        case circulated
        /// Approved at a later meeting; the text is frozen.
        case approved
    }

    public let id: MeetingID
    public let group: GroupID

    /// Counted from 1 within the group.
    public let number: Int
    public var title: String
    public var day: Day
    public var from: ClockTime
    public var to: ClockTime

    /// A room, an address or a link.
    public var place: String

    public var chair: MemberID?

    /// Who writes the minutes.
    public var secretary: MemberID?

    public var agendaSentOn: Day?
    public var minutesSentOn: Day?
    public var minutesApprovedOn: Day?
    public var minutesStatus: MinutesStatus

    public init(
        id: MeetingID, group: GroupID, number: Int, title: String, day: Day, from: ClockTime, to: ClockTime,
        place: String, chair: MemberID? = nil, secretary: MemberID? = nil, agendaSentOn: Day? = nil,
        minutesSentOn: Day? = nil, minutesApprovedOn: Day? = nil, minutesStatus: MinutesStatus = .draft
    ) {
        self.id = id
        self.group = group
        self.number = number
        self.title = title
        self.day = day
        self.from = from
        self.to = to
        self.place = place
        self.chair = chair
        self.secretary = secretary
        self.agendaSentOn = agendaSentOn
        self.minutesSentOn = minutesSentOn
        self.minutesApprovedOn = minutesApprovedOn
        self.minutesStatus = minutesStatus
    }
}

/// How an item on the agenda is treated.
public enum AgendaItemForm: String, CaseIterable, Sendable {
    case briefing = "orientering"
    case discussion = "drøftelse"
    case decision = "beslutning"
}

/// That a person was at a meeting, or sent apologies, and in what role.
public struct Attendance: Hashable, Sendable {
    public enum Presence: String, CaseIterable, Sendable {
        case attended
        case apologies
        /// Was there for some items only; see ``Attendance/items``.
        case partly
    }

    /// What the person was at that meeting. It is kept as it was, whatever the person becomes later.
    public enum Capacity: String, CaseIterable, Sendable {
        case chair
        case member
        case secretariat
        case observer
        case guest
    }

    public let meeting: MeetingID
    public let member: MemberID
    public var capacity: Capacity
    public var presence: Presence

    /// The numbers of the agenda items that the person was there for, counted from 1; empty for all of them.
    public var items: [Int]

    public init(
        meeting: MeetingID, member: MemberID, capacity: Capacity, presence: Presence, items: [Int] = []
    ) {
        self.meeting = meeting
        self.member = member
        self.capacity = capacity
        self.presence = presence
        self.items = items
    }

    /// Whether the person was there at all.
    public var wasPresent: Bool { presence != .apologies }
}

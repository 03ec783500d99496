/// What a meeting decided. A record of its own: it stays when the minutes are edited.
public struct Decision: Hashable, Sendable {
    public enum Agreement: String, CaseIterable, Sendable {
        case consensus
        case dissent
    }

    public let meeting: MeetingID

    /// Place among the meeting's decisions, counted from 1.
    public let ordinal: Int

    /// What it is called, from the meeting's number and the ordinal: `B3.2`.
    public let label: String

    /// The agenda item's node in the minutes; nil when it belongs to none.
    public var item: String?
    public var text: String

    /// The criterion that it is about; nil when it is about none.
    public var criterion: String?
    public var agreement: Agreement

    public init(
        meeting: MeetingID, ordinal: Int, label: String, item: String?, text: String, criterion: String? = nil,
        agreement: Agreement = .consensus
    ) {
        self.meeting = meeting
        self.ordinal = ordinal
        self.label = label
        self.item = item
        self.text = text
        self.criterion = criterion
        self.agreement = agreement
    }
}

/// Something that somebody promised at a meeting to do.
public struct ActionItem: Hashable, Sendable {
    public enum Status: String, CaseIterable, Sendable {
        case open
        case closed
    }

    public let meeting: MeetingID

    /// Place among the meeting's action items, counted from 1.
    public let ordinal: Int

    /// What it is called, from the meeting's number and the ordinal: `A3.1`.
    public let label: String

    /// The agenda item's node in the minutes; nil when it belongs to none.
    public var item: String?
    public var text: String
    public var responsible: MemberID
    public var deadline: Day?
    public var status: Status

    /// Nil while it is open.
    public var closedOn: Day?

    /// The criterion that it is about; nil when it is about none.
    public var criterion: String?

    public init(
        meeting: MeetingID, ordinal: Int, label: String, item: String?, text: String, responsible: MemberID,
        deadline: Day? = nil, status: Status = .open, closedOn: Day? = nil, criterion: String? = nil
    ) {
        self.meeting = meeting
        self.ordinal = ordinal
        self.label = label
        self.item = item
        self.text = text
        self.responsible = responsible
        self.deadline = deadline
        self.status = status
        self.closedOn = closedOn
        self.criterion = criterion
    }

    /// Whether it should have been done by now.
    public func isOverdue(on today: Day) -> Bool {
        guard status == .open, let deadline else { return false }
        return deadline < today
    }
}

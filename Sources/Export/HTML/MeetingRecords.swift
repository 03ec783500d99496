public import Workspace

/// What belongs to a meeting's minutes besides their text: records that people made one by one.
public struct MeetingRecords: Sendable {
    public var meeting: Meeting
    /// In the order in which they are to be listed.
    public var attendance: [Attendance]
    /// By their ordinals.
    public var decisions: [Decision]
    /// By their ordinals.
    public var actions: [ActionItem]

    public init(
        meeting: Meeting, attendance: [Attendance] = [], decisions: [Decision] = [], actions: [ActionItem] = []
    ) {
        self.meeting = meeting
        self.attendance = attendance
        self.decisions = decisions
        self.actions = actions
    }
}

/// What ids in a document stand for when the document itself does not say: people, and the criteria of a target that
/// minutes speak of. An id that is missing here is printed as it is.
public struct RenderingNames: Sendable {
    /// A person as the document names them.
    public struct Person: Hashable, Sendable {
        public var name: String
        /// "" when unknown or none.
        public var organisation: String

        public init(name: String, organisation: String = "") {
            self.name = name
            self.organisation = organisation
        }
    }

    public var people: [MemberID: Person]
    /// The printed number of each criterion by its id.
    public var criterionNumbers: [String: String]

    public init(people: [MemberID: Person] = [:], criterionNumbers: [String: String] = [:]) {
        self.people = people
        self.criterionNumbers = criterionNumbers
    }

    var references: CriterionReferences {
        CriterionReferences(numbers: criterionNumbers, areInDocument: false)
    }
}

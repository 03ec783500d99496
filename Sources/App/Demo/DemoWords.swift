import Workspace

// The fixtures' Danish words as the domain's values.

func demoDay(_ text: String) throws(DemoContentError) -> Day {
    guard let day = Day(iso8601: text) else { throw DemoContentError(text: text) }
    return day
}

func optionalDemoDay(_ text: String?) throws(DemoContentError) -> Day? {
    guard let text else { return nil }
    return try demoDay(text)
}

func demoTime(_ text: String) throws(DemoContentError) -> Timestamp {
    guard let time = Timestamp(iso8601: text) else { throw DemoContentError(text: text) }
    return time
}

func demoClockTime(_ text: String) throws(DemoContentError) -> ClockTime {
    guard let time = ClockTime(text) else { throw DemoContentError(text: text) }
    return time
}

/// The value that a word stands for.
func demoValue<Value>(_ word: String, _ values: [String: Value]) throws(DemoContentError) -> Value {
    guard let value = values[word] else { throw DemoContentError(text: word) }
    return value
}

/// The value that is stored as this very word.
func demoValue<Value: RawRepresentable<String>>(
    _ word: String, as type: Value.Type = Value.self
) throws(DemoContentError) -> Value {
    guard let value = Value(rawValue: word) else { throw DemoContentError(text: word) }
    return value
}

enum DemoWords {
    static let groupKinds: [String: Group.Kind] = ["revision": .revision, "nyt": .newTarget]
    static let milestones: [String: Milestone.Status] = [
        "planlagt": .planned, "igang": .underway, "naaet": .reached,
    ]
    static let minutes: [String: Meeting.MinutesStatus] = [
        "kladde": .draft, "til_godkendelse": .circulated, "godkendt": .approved,
    ]
    static let capacities: [String: Attendance.Capacity] = [
        "arbejdsgruppeformand": .chair, "medlem": .member, "sekretariat": .secretariat, "observatoer": .observer,
        "gaest": .guest,
    ]
    static let presences: [String: Attendance.Presence] = [
        "deltog": .attended, "afbud": .apologies, "delvis": .partly,
    ]
    static let agreements: [String: Decision.Agreement] = ["konsensus": .consensus, "uenighed": .dissent]
    static let actionStatuses: [String: ActionItem.Status] = ["aaben": .open, "lukket": .closed]
    static let threadKinds: [String: CommentThread.Kind] = ["kommentar": .comment, "forslag": .suggestion]
    static let threadStatuses: [String: CommentThread.Status] = [
        "aaben": .open, "loest": .resolved, "afvist": .rejected,
    ]
}

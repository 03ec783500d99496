import Workspace

extension Meeting {
    /// `kl. 10.00-13.00`, in English `10:00-13:00`.
    func hours(in language: Language) -> String { "\(from.formatted(in: language))-\(to.digits(in: language))" }
}

extension Meeting.MinutesStatus {
    var phrase: Phrase {
        switch self {
        case .draft: .minutesDraft
        case .circulated: .minutesCirculated
        case .approved: .minutesApproved
        }
    }

    var tone: Tone? {
        switch self {
        case .draft: nil
        case .circulated: .information
        case .approved: .success
        }
    }
}

extension Attendance.Presence {
    var phrase: Phrase {
        switch self {
        case .attended: .attended
        case .apologies: .apologies
        case .partly: .attendedPartly
        }
    }
}

extension Decision.Agreement {
    var phrase: Phrase {
        switch self {
        case .consensus: .consensus
        case .dissent: .dissent
        }
    }
}

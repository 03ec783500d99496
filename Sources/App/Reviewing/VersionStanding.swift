import Markup
import Workspace

/// How a document's live text stands to its latest version.
struct VersionStanding: Hashable, Sendable {
    /// Nil while there is none.
    let latest: Version?
    /// The hash of the live text; nil when it could not be read.
    let liveHash: String?

    var hasChanged: Bool { latest.map { $0.hash != liveHash } ?? false }

    func mark(in language: Language) -> HTML {
        guard let latest else { return tag(language(.noVersionYet)) }
        return hasChanged
            ? tag(language(.changedSince(latest.label)), .warning)
            : tag(language(.unchangedSince(latest.label)), .success)
    }
}

extension TargetState {
    var phrase: Phrase {
        switch self {
        case .draft: .stateDraft
        case .underReview: .stateUnderReview
        case .returned: .stateReturned
        case .approvedByChair: .stateApprovedByChair
        case .inInternalConsultation: .stateInInternalConsultation
        case .inIndustryConsultation: .stateInIndustryConsultation
        case .submitted: .stateSubmitted
        case .adopted: .stateAdopted
        case .rejected: .stateRejected
        case .published: .statePublished
        case .corrected: .stateCorrected
        case .superseded: .stateSuperseded
        case .retired: .stateRetired
        }
    }
}

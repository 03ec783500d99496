import Markup
import Workspace

/// How a document's live text stands to its latest version.
struct VersionStanding: Hashable, Sendable {
    /// Nil while there is none.
    let latest: Version?
    /// The hash of the live text; nil when it could not be read.
    let liveHash: String?

    var hasChanged: Bool { latest.map { $0.hash != liveHash } ?? false }

    /// Said in words; text that is unchanged brings along what is said once it is not (reviewing/version-notice.js).
    func mark(in language: Language) -> HTML {
        guard let latest else { return tag(language(.noVersionYet)) }
        let changed = language(.changedSince(latest.label))
        guard !hasChanged else { return tag(changed, .warning) }
        return element("span", ["class": "tag", "data-tone": Tone.success.rawValue, "data-once-changed": changed]) {
            language(.unchangedSince(latest.label))
        }
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

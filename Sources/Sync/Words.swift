extension Access {
    /// The word by which browsers and command lines name the access.
    public var word: StaticString {
        switch self {
        case .read: "read"
        case .comment: "comment"
        case .suggest: "suggest"
        case .edit: "edit"
        }
    }
}

extension RefusalReason {
    /// The word by which browsers and command lines name the reason.
    public var word: StaticString {
        switch self {
        case .malformed: "malformed"
        case .noRight: "noRight"
        case .unknownParent: "unknownParent"
        case .sequenceGap: "sequenceGap"
        case .reusedIdentifier: "reusedIdentifier"
        case .forkedSession: "forkedSession"
        case .positionPastEnd: "positionPastEnd"
        case .documentFull: "documentFull"
        case .foreignSession: "foreignSession"
        }
    }
}

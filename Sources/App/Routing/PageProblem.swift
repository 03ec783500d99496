import Store

/// Why a request is answered with an error page.
enum PageProblem: Error, Hashable, Sendable {
    /// 400: the form or address is not one of ours.
    case badRequest
    /// A page for members was asked for without a login: to the login page, and back afterwards.
    case logOnFirst
    /// 403: the visitor may know of the thing but not do this to it.
    case forbidden(Phrase)
    /// 404: no such thing, or none that the visitor may know of.
    case notFound
    /// 405
    case methodNotAllowed(allowed: [String])
    /// 409: it no longer is as the visitor saw it.
    case conflict(Phrase)
    /// 413
    case tooLarge
    /// 429
    case tooManyRequests(seconds: Int)
    /// 503: the store cannot write or read.
    case storeUnavailable(StoreError)
    /// 503: a document's history could not be read.
    case documentUnavailable

    var status: Int {
        switch self {
        case .badRequest: 400
        case .logOnFirst: 303
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .conflict: 409
        case .tooLarge: 413
        case .tooManyRequests: 429
        case .storeUnavailable, .documentUnavailable: 503
        }
    }

    /// The heading and the sentence for people.
    var explanation: (title: Phrase, text: Phrase) {
        switch self {
        case .badRequest, .logOnFirst: (.badRequestTitle, .badRequest)
        case .forbidden(let reason): (.forbiddenTitle, reason)
        case .notFound: (.notFoundTitle, .notFound)
        case .methodNotAllowed: (.methodNotAllowedTitle, .methodNotAllowed)
        case .conflict(let reason): (.conflictTitle, reason)
        case .tooLarge: (.payloadTooLargeTitle, .payloadTooLarge)
        case .tooManyRequests(let seconds): (.tooManyRequestsTitle, .tooManyLogins(seconds: seconds))
        case .storeUnavailable: (.serverErrorTitle, .storeUnavailable)
        case .documentUnavailable: (.serverErrorTitle, .serverError)
        }
    }
}

extension PageProblem {
    /// What a failed call of the store means where nothing more is known about it.
    init(_ error: StoreError) {
        switch error {
        case .notFound: self = .notFound
        case .closed, .full, .failed: self = .storeUnavailable(error)
        default: self = .conflict(.contentChanged)
        }
    }
}

/// A peer broke HTTP/1.1 (RFC 9110 and 9112) or one of our limits. The request is answered with ``status`` and the
/// connection is closed, for where the next request begins is no longer certain.
public enum HTTPViolation: Error, Hashable, Sendable, CaseIterable {
    /// The first line is not `method SP target SP version` (RFC 9112, section 3).
    case malformedRequestLine
    /// The target has characters that an address cannot hold, or is in a form its method may not have (section 3.2).
    case malformedTarget
    /// A path that climbs (`..`), hides a separator, or is not UTF-8.
    case unsafePath
    /// A major version other than 1 (RFC 9110, section 2.5).
    case unsupportedVersion
    /// CONNECT, or a method longer than any that exists (RFC 9112, section 3).
    case unsupportedMethod
    case requestLineTooLong
    case headTooLarge
    case tooManyFields
    /// A line that ends in LF alone. Some proxies take it for an end of line and some do not (section 2.2).
    case bareLineFeed
    /// A line that begins with white space: the obsolete folding (section 5.2).
    case foldedField
    /// No colon, white space before it, or a name that is not a token (section 5.1).
    case malformedFieldName
    /// A control character in a value (RFC 9110, section 5.5).
    case malformedFieldValue
    /// HTTP/1.1 without Host (RFC 9112, section 3.2).
    case missingHost
    case duplicateHost
    case malformedHost
    /// Not digits, or said twice, even if equal (section 6.3: may be refused, so it is).
    case malformedContentLength
    /// Content-Length beside Transfer-Encoding: request smuggling (section 6.1).
    case conflictingLengths
    /// Chunked not last, twice, or from HTTP/1.0 (section 6.1).
    case malformedTransferEncoding
    case unsupportedTransferCoding
    case bodyTooLarge
    /// A chunk size that is not hexadecimal digits, or data that does not end where it said (section 7.1).
    case malformedChunk
    case chunkLineTooLong
    case malformedTrailer
    case trailersTooLarge
    /// An expectation other than 100-continue (RFC 9110, section 10.1.1).
    case unsupportedExpectation

    /// The status code of the answer (RFC 9110, section 15).
    public var status: Int {
        switch self {
        case .requestLineTooLong: 414
        case .headTooLarge, .tooManyFields, .trailersTooLarge: 431
        case .bodyTooLarge: 413
        case .unsupportedVersion: 505
        case .unsupportedMethod, .unsupportedTransferCoding: 501
        case .unsupportedExpectation: 417
        case .malformedRequestLine, .malformedTarget, .unsafePath, .bareLineFeed, .foldedField, .malformedFieldName,
            .malformedFieldValue, .missingHost, .duplicateHost, .malformedHost, .malformedContentLength,
            .conflictingLengths, .malformedTransferEncoding, .malformedChunk, .chunkLineTooLong, .malformedTrailer:
            400
        }
    }
}

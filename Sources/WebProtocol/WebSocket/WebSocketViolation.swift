/// A peer broke RFC 6455 or one of our limits. The connection is closed with ``closeCode``.
public enum WebSocketViolation: Error, Hashable, Sendable {
    /// A client must mask its frames (section 5.1).
    case unmaskedFrame
    /// A server must not (section 5.1).
    case maskedFrame
    /// RSV1 to RSV3 without an extension that gives them a meaning (section 5.2).
    case reservedBits
    /// Opcodes 3 to 7 and 11 to 15 (section 5.2).
    case reservedOpcode(UInt8)
    /// A length that fits in fewer bytes than it took, or with its top bit set (section 5.2).
    case malformedLength
    /// A close, ping or pong in pieces (section 5.5).
    case fragmentedControlFrame
    /// A close, ping or pong of more than 125 bytes (section 5.5).
    case controlFrameTooLong
    /// A continuation with nothing to continue (section 5.4).
    case unexpectedContinuation
    /// A new message inside a fragmented one (section 5.4).
    case interruptedMessage
    /// Text that is not UTF-8 (section 8.1).
    case invalidText
    /// A close frame with one byte, or a code that may not be sent (section 7.4).
    case malformedClose
    /// Refused when the frame announced it.
    case messageTooLarge(bytes: UInt64, limit: Int)

    /// What the close frame says (section 7.4.1).
    public var closeCode: UInt16 {
        switch self {
        case .unmaskedFrame, .maskedFrame, .reservedBits, .reservedOpcode, .malformedLength, .fragmentedControlFrame,
            .controlFrameTooLong, .unexpectedContinuation, .interruptedMessage, .malformedClose:
            CloseCode.protocolError
        case .invalidText: CloseCode.invalidPayload
        case .messageTooLarge: CloseCode.messageTooBig
        }
    }
}

/// The numbers of close frames (RFC 6455, section 7.4, and the IANA registry).
public enum CloseCode {
    public static let normal: UInt16 = 1000
    public static let goingAway: UInt16 = 1001
    public static let protocolError: UInt16 = 1002
    public static let unsupportedData: UInt16 = 1003
    public static let invalidPayload: UInt16 = 1007
    public static let policyViolation: UInt16 = 1008
    public static let messageTooBig: UInt16 = 1009
    public static let internalError: UInt16 = 1011
    /// Come back: for a reader that fell behind; the peer reconnects and resynchronises.
    public static let tryAgainLater: UInt16 = 1013

    /// Whether a peer may send `code`: registered for the wire, or in the ranges for libraries and applications.
    public static func maySend(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

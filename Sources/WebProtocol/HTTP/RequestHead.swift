/// The first line and the fields of a request, already held against every rule that can be judged without knowing
/// what the request is for.
public struct RequestHead: Hashable, Sendable {
    /// How the end of the body is known (RFC 9112, section 6.3).
    public enum BodyLength: Hashable, Sendable {
        /// Bytes; 0 when nothing is said.
        case bytes(Int)
        case chunked
    }

    /// As sent: methods are compared with case.
    public let method: String

    /// Path and query as sent, beginning with `/`; or `*`. The scheme and host of a target in absolute form are gone.
    public let target: String

    /// Host, and port if given, in lower case: from the target if it names one, otherwise from Host. Nil only from
    /// HTTP/1.0.
    public let authority: String?

    /// 0 or 1: HTTP/1.0 or 1.1. What claims to be 1.2 to 1.9 is read as 1.1 (RFC 9110, section 2.5).
    public let minorVersion: Int

    public let fields: HeaderFields

    public let bodyLength: BodyLength

    /// Whether the peer will send another request on this connection (RFC 9112, section 9.3).
    public let keepsAlive: Bool

    /// Whether the peer waits for `100 Continue` before it sends the body.
    public let expectsContinue: Bool

    /// Whether the peer asks to go on as a WebSocket, rightly or not.
    public let asksForWebSocket: Bool
}

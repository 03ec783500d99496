/// How much of a request is taken in before it is refused. Everything that a stranger can make longer has a limit.
public struct HTTPLimits: Hashable, Sendable {
    /// The first line without its end, in bytes. RFC 9112, section 3, asks for at least 8,000.
    public var requestLineBytes = 8_000

    /// First line and fields with all line ends, in bytes. Cookies of browsers stay under 4 KiB each.
    public var headBytes = 32 * 1024

    /// Field lines. Browsers send some 20, proxies add some 10.
    public var fieldCount = 100

    /// The whole body, in bytes. A form is a few KiB; a route that takes uploads raises it for its requests.
    public var bodyBytes = 1024 * 1024

    /// A line with a chunk's size and extensions, in bytes; extensions are ignored, so there is no use for long ones.
    public var chunkLineBytes = 256

    /// The fields behind a chunked body with all line ends, in bytes; they are checked and ignored.
    public var trailerBytes = 4 * 1024

    public init() {}
}

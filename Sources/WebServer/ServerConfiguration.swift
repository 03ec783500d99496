public import WebProtocol

/// How a server listens, and what it puts up with.
public struct ServerConfiguration: Sendable {
    /// The address to listen on; loopback unless the operator says otherwise.
    public var host = "127.0.0.1"

    /// 0 for a port that the kernel picks.
    public var port = 0

    /// Threads, each with its connections: one is enough to some 400,000 deliveries a second.
    public var loopCount = 1

    /// Nil for plain HTTP.
    public var tls: TLSFiles?

    /// Origins (`https://udkast.example`) whose pages may open a WebSocket, besides the server's own.
    public var allowedOrigins: [String] = []

    /// A second port, over plain HTTP, that sends browsers to the same address over TLS; 0 for one that the kernel
    /// picks. Nil for none.
    public var redirectPort: Int?

    /// Numbers of the addresses of proxies in front of us: what they say of a visitor in `X-Forwarded-For`,
    /// `X-Forwarded-Proto` and `X-Forwarded-Host` counts. Nobody else's word does.
    public var trustedProxies: [String] = []

    public var limits = ServerLimits()

    /// The largest body that a request may bring, in bytes; asked when its head is in. Nil: ``HTTPLimits/bodyBytes``.
    public var bodyLimit: (@Sendable (RequestHead) -> Int)?

    public init() {}
}

/// Every limit that a connection is held to. Times are in milliseconds and hold to the second.
public struct ServerLimits: Hashable, Sendable {
    public var http = HTTPLimits()

    /// Connections in all: 1,000 people with two tabs each.
    public var connections = 2_000

    /// Connections of one address over which nobody has shown who they are (``Response/isForKnownPeer``), so that one
    /// machine cannot take all the room: ten browsers of six connections each that are just opening the login page.
    /// This machine is exempt: a proxy stands there, and all people come from it.
    public var strangersPerAddress = 64

    /// From its first byte to the end of its head, a request may take this long; a browser sends it in one packet.
    public var headMilliseconds: Int64 = 10_000

    /// A connection may wait this long for the next request. Browsers keep theirs open for a few minutes.
    public var idleMilliseconds: Int64 = 60_000

    /// What every body gets before its speed counts.
    public var bodyGraceMilliseconds: Int64 = 10_000

    /// A body must bring this many bytes a second on average: slower than any modem, faster than an attacker wants.
    public var bodyBytesPerSecond: Int64 = 2_048

    /// A peer that takes none of what waits for it for this long is cut off.
    public var stalledWriteMilliseconds: Int64 = 30_000

    /// A WebSocket peer has less time for that, because it can come back and resynchronise, and others type meanwhile.
    public var stalledReaderMilliseconds: Int64 = 8_000

    /// Pipelined requests wait while more than this many bytes of answers do.
    public var pipelinedResponseBytes = 256 * 1024

    /// What may wait for one WebSocket reader. Past it the reader is closed with 1013 and resynchronises.
    public var webSocketQueueBytes = 1024 * 1024

    /// A reader that was too slow may take this long to read why; it has shown that it does not read.
    public var slowReaderMilliseconds: Int64 = 2_000

    /// A ping goes out this often; proxies commonly cut what is silent for a minute.
    public var pingMilliseconds: Int64 = 20_000

    /// A WebSocket peer that sends nothing, not even a pong, for this long is dead: two pings unanswered, and its
    /// presence is gone within a minute.
    public var silenceMilliseconds: Int64 = 55_000

    /// A peer may take this long to answer our close frame.
    public var closeMilliseconds: Int64 = 5_000

    public init() {}
}

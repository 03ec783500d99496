import Synchronization

/// Why a server turned something away or ended it: what an operator looks at when people say that it does not work.
public enum Refusal: String, Hashable, Sendable, CaseIterable {
    /// As many connections as may be.
    case serverFull = "server_full"
    /// Too many connections of one address over which nobody has logged on.
    case tooManyStrangers = "too_many_strangers"
    /// A request that breaks HTTP, or is longer than may be.
    case badRequest = "bad_request"
    /// A request that came too slowly.
    case slowRequest = "slow_request"
    /// A WebSocket asked for by a page that is not ours.
    case foreignOrigin = "foreign_origin"
    /// A handshake that breaks RFC 6455.
    case badHandshake = "bad_handshake"
    /// A frame that breaks RFC 6455, or is larger than may be.
    case badFrame = "bad_frame"
    /// A reader for whom too much waited, or who took nothing for too long.
    case slowReader = "slow_reader"
    /// A WebSocket peer that did not answer a ping.
    case silentPeer = "silent_peer"
    /// A TLS handshake that failed.
    case failedHandshake = "tls_handshake"
}

/// What a server has counted since it began. Safe from any thread.
public final class ServerCounters: Sendable {
    private let accepted = Atomic<Int>(0)
    private let refusals = Mutex<[Refusal: Int]>([:])

    /// How long the loops' turns took: what becomes ready meanwhile waits that long at most.
    public let turns = Histogram(bounds: [0.001, 0.005, 0.02, 0.1, 0.5])

    /// Connections taken in all.
    public var acceptedConnections: Int { accepted.load(ordering: .relaxed) }

    public func refusals(_ reason: Refusal) -> Int {
        refusals.withLock { $0[reason, default: 0] }
    }

    func countAccepted() {
        accepted.wrappingAdd(1, ordering: .relaxed)
    }

    func count(_ reason: Refusal) {
        refusals.withLock { $0[reason, default: 0] += 1 }
    }
}

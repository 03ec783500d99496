import Synchronization
import WebProtocol

/// What connections share: the limits, the handler, the count.
final class ServerState: Sendable {
    /// For connections that we made ourselves: they are held to the same limits and answer nobody.
    static let forClients = ServerState(
        configuration: ServerConfiguration(), handler: { _ in .now(.response(Response(status: 404))) }, tls: nil)

    let configuration: ServerConfiguration
    let handler: RequestHandler
    let strangers: Strangers
    let counters: ServerCounters
    /// Whose word about a visitor counts.
    let proxies: Set<String>
    private let certificate: Mutex<TLSContext?>
    private let openConnections = Atomic<Int>(0)

    init(
        configuration: ServerConfiguration, handler: @escaping RequestHandler, tls: TLSContext?,
        counters: ServerCounters = ServerCounters()
    ) {
        self.configuration = configuration
        self.handler = handler
        self.counters = counters
        certificate = Mutex(tls)
        proxies = Set(configuration.trustedProxies.map { Visitor.number(of: $0) ?? $0 })
        strangers = Strangers(limit: configuration.limits.strangersPerAddress, exempt: proxies)
    }

    /// Nil for plain HTTP.
    var tls: TLSContext? { certificate.withLock { $0 } }

    /// For connections from now on.
    func use(_ tls: TLSContext) {
        certificate.withLock { $0 = tls }
    }

    /// The same limits over plain HTTP, where every request is sent on to the same address over TLS.
    ///
    /// - Parameter port: Where we speak TLS.
    func redirecting(toPort port: Int) -> ServerState {
        let handler: RequestHandler = { request in
            let host = request.host
            guard !host.isEmpty else { return .now(.response(.text("400\n", status: 400))) }
            let address = "https://\(host)\(port == 443 ? "" : ":\(port)")\(request.rawTarget)"
            return .now(.response(.redirect(to: address, status: 308)))
        }
        return ServerState(configuration: configuration, handler: handler, tls: nil, counters: counters)
    }

    var connectionCount: Int { openConnections.load(ordering: .relaxed) }

    /// - Returns: Whether there is room for one more; it is counted then.
    func connectionOpened() -> Bool {
        let count = openConnections.wrappingAdd(1, ordering: .relaxed).newValue
        if count <= configuration.limits.connections { return true }
        connectionClosed()
        return false
    }

    func connectionClosed() {
        openConnections.wrappingSubtract(1, ordering: .relaxed)
    }
}

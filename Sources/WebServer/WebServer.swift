import Glibc
import Synchronization
import WebProtocol

/// An HTTP and WebSocket server on loops of its own.
///
///     let server = try WebServer(configuration: configuration) { request in .now(.response(.text("Goddag"))) }
///     server.start()
///     print("listening on http://127.0.0.1:\(server.port)")
public final class WebServer: Sendable {
    /// Where connections and the rooms they open live. Never empty.
    public let loops: [EventLoop]

    /// The port it listens on: the one that was picked if 0 was asked for.
    public let port: Int

    /// The port that sends browsers on to TLS, if there is one.
    public let redirectPort: Int?

    /// Room for what else the process has open: the store, logs, attachments, programs it calls.
    private static let otherDescriptors = 256

    private let shared: ServerState
    private let acceptors: [Acceptor]
    private let isStopping = Atomic<Bool>(false)

    /// Opens the port; nothing is answered before ``start()``.
    ///
    /// Ignores SIGPIPE for the whole process: a peer that hangs up must not end the program.
    ///
    /// - Parameter handler: Called on a connection's loop, so it must not wait for anything.
    /// - Throws: ``ServerError``, with a sentence for the operator.
    public init(
        configuration: ServerConfiguration, handler: @escaping RequestHandler
    ) throws(ServerError) {
        signal(SIGPIPE, SIG_IGN)
        precondition(configuration.loopCount > 0, "a server needs a loop")
        raiseDescriptorLimit(to: configuration.limits.connections + Self.otherDescriptors)
        let tls: TLSContext? = if let files = configuration.tls { try TLSContext(files) } else { nil }
        shared = ServerState(configuration: configuration, handler: handler, tls: tls)
        var loops: [EventLoop] = []
        var acceptors: [Acceptor] = []
        do throws(ServerError) {
            for index in 0..<configuration.loopCount {
                loops.append(try EventLoop(name: "loop-\(index)", turns: shared.counters.turns))
            }
            acceptors.append(try Acceptor(loops: loops, port: configuration.port, shared: shared))
            if let port = configuration.redirectPort {
                let redirects = shared.redirecting(toPort: acceptors[0].listener.port)
                acceptors.append(try Acceptor(loops: loops, port: port, shared: redirects))
            }
        } catch {
            for loop in loops { loop.stop() }
            throw error
        }
        self.loops = loops
        self.acceptors = acceptors
        port = acceptors[0].listener.port
        redirectPort = acceptors.count > 1 ? acceptors[1].listener.port : nil
    }

    /// Begins to take connections. The server runs until ``stop(graceMilliseconds:)``, referred to or not.
    public func start() {
        loops[0].execute { [acceptors] in for acceptor in acceptors { acceptor.listener.start() } }
    }

    /// Whether a text is the number of an address, of IPv4 or IPv6.
    public static func isAddress(_ text: String) -> Bool { Visitor.number(of: text) != nil }

    /// Connections that are open now.
    public var connectionCount: Int { shared.connectionCount }

    /// What it has counted since it began.
    public var counters: ServerCounters { shared.counters }

    /// Reads certificate and key again. Connections from now on are shown the new ones; those that are open go on as
    /// they are.
    ///
    /// - Throws: ``ServerError`` if they cannot be used together; the old ones stay. Over plain HTTP nothing happens.
    public func reloadCertificate() throws(ServerError) {
        guard let files = shared.configuration.tls else { return }
        shared.use(try TLSContext(files))
    }

    /// Stops accepting, lets requests that are under way be answered, closes WebSockets with 1001 and idle
    /// connections at once. When all are closed or the time is up, the rest is cut off and the loops end.
    ///
    /// The first call does it; any other returns at once.
    public func stop(graceMilliseconds: Int64 = 4_000) async {
        guard !isStopping.exchange(true, ordering: .relaxed) else { return }
        await onLoop(loops[0]) { [acceptors] in for acceptor in acceptors { acceptor.listener.stop() } }
        let deadline = monotonicMilliseconds() + graceMilliseconds
        for loop in loops {
            await onLoop(loop) { for connection in loop.connections.all { connection.stop() } }
        }
        for loop in loops { await drain(loop, until: deadline) }
        for loop in loops { loop.stop() }
    }

    /// Returns when no connection is left on `loop`; after `deadline` none is.
    private func drain(_ loop: EventLoop, until deadline: Int64) async {
        while await onLoop(loop, { !loop.connections.isEmpty }) {
            if monotonicMilliseconds() >= deadline {
                await onLoop(loop) { for connection in loop.connections.all { connection.abort() } }
                return
            }
            await withCheckedContinuation { continuation in
                loop.execute { loop.schedule(afterMilliseconds: 10) { continuation.resume() } }
            }
        }
    }

    @discardableResult
    private func onLoop<Result: Sendable>(
        _ loop: EventLoop, _ body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body()) }
        }
    }
}

/// Hands new connections to the loops in turn.
private final class Acceptor: @unchecked Sendable {
    // Sendable because all but the port is touched on the first loop alone.

    /// Holds us in turn until it is stopped: epoll knows it by its address, so it must not go before.
    private(set) var listener: Listener!
    private let loops: [EventLoop]
    private let shared: ServerState
    private var next = 0

    init(loops: [EventLoop], port: Int, shared: ServerState) throws(ServerError) {
        self.loops = loops
        self.shared = shared
        listener = try Listener(
            host: shared.configuration.host, port: port, loop: loops[0]
        ) { descriptor, address in self.accept(descriptor, address) }
    }

    private func accept(_ descriptor: Int32, _ address: SocketAddress) {
        let host = address.host
        guard shared.connectionOpened() else {
            refuse(descriptor, .serverFull)
            return
        }
        guard shared.strangers.arrive(host) else {
            shared.connectionClosed()
            refuse(descriptor, .tooManyStrangers)
            return
        }
        guard let transport = makeTransport(descriptor) else {
            shared.strangers.leave(host)
            shared.connectionClosed()
            close(descriptor)
            return
        }
        shared.counters.countAccepted()
        let loop = loops[next]
        next = (next + 1) % loops.count
        let connection = Connection(
            transport: transport, peerAddress: host, loop: loop, shared: shared)
        if loop === loops[0] {
            connection.attach(HTTPSession(connection))
        } else {
            loop.execute { connection.attach(HTTPSession(connection)) }
        }
    }

    private func makeTransport(_ descriptor: Int32) -> Transport? {
        guard let tls = shared.tls else { return Transport(plain: descriptor) }
        return tls.makeSession().map { Transport(descriptor: descriptor, session: $0) }
    }

    /// Says that the server is full, as far as the kernel takes it at once.
    private func refuse(_ descriptor: Int32, _ reason: Refusal) {
        shared.counters.count(reason)
        if shared.tls == nil {
            var bytes: [UInt8] = []
            ResponseHead(status: 503, fields: ["content-length": "0", "connection": "close", "retry-after": "10"])
                .write(to: &bytes)
            _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        close(descriptor)
    }
}

import App
import Crypto
import Dispatch
import Glibc
import Store
import WebServer
import Workspace

/// `udkast serve`: the server, until it is told to stop.
struct ServeCommand {
    private let directory: String
    private let isDemo: Bool
    private let webFolder: String?
    private let origins: [String]
    private let socketsPerMember: Int?
    private let configuration: ServerConfiguration

    /// Long enough for what is in flight to be stored and answered, short enough for the 5 seconds a stop may take.
    private static let graceMilliseconds: Int64 = 3_500

    /// Of all demo people; the login page shows it.
    private static let demoPassword = "udkast-demo-2026"

    init(_ words: [String]) throws {
        let options = try Options(
            words,
            allowing: [
                "port", "data", "host", "cert", "key", "redirect-port", "origin", "trusted-proxy", "web", "threads",
                "sockets-per-member",
            ],
            flags: ["demo"])
        directory = try options.required("data")
        isDemo = options.has("demo")
        webFolder = options.value("web")
        origins = options.all("origin")
        socketsPerMember = try options.number("sockets-per-member", in: 1...100_000)
        var configuration = ServerConfiguration()
        configuration.port = try options.number("port", in: 0...65_535) ?? 8080
        if let host = options.value("host") { configuration.host = host }
        configuration.loopCount = try options.number("threads", in: 1...64) ?? 1
        configuration.allowedOrigins = origins
        switch (options.value("cert"), options.value("key")) {
        case (let certificate?, let key?): configuration.tls = TLSFiles(certificateFile: certificate, keyFile: key)
        case (nil, nil): break
        default: throw UsageError(message: "udkast: --cert and --key belong together")
        }
        configuration.redirectPort = try options.number("redirect-port", in: 0...65_535)
        guard configuration.redirectPort == nil || configuration.tls != nil else {
            throw UsageError(message: "udkast: --redirect-port sends browsers on to TLS: it needs --cert and --key")
        }
        configuration.trustedProxies = options.all("trusted-proxy")
        for address in configuration.trustedProxies where !WebServer.isAddress(address) {
            throw UsageError(message: "udkast: --trusted-proxy needs the number of an address, not \(address)")
        }
        self.configuration = configuration
    }

    func run() async throws {
        // Caught from here on, so that a stop during start-up is an orderly one too.
        let stop = StopSignal()
        let assets = try Assets(folder: folder())
        let store = try Store.open(directory: directory)
        if isDemo, try await store.members.isEmpty() {
            _ = try await DemoLoader.load(into: store, passwordHash: Password.hash(Self.demoPassword))
        }
        let rooms = socketsPerMember.map { Rooms(store: store, socketsPerMember: $0) } ?? Rooms(store: store)
        let application = Application(
            store: store, assets: assets, rooms: rooms,
            configuration: ApplicationConfiguration(demoPassword: isDemo ? Self.demoPassword : nil, origins: origins))
        let server = try WebServer(configuration: configuration) { application.handle($0) }
        rooms.use(server.loops)
        application.use(server)
        let reload = reloadOnHangUp(server)
        defer { reload.cancel() }
        let control = try ControlSocket(directory: directory, store: store)
        server.start()
        try await announce(port: server.port, store: store)
        // Ends by itself, at the latest when the store is closed.
        Task { await inspect(store) }

        await stop.wait()
        control.close()
        rooms.endPolls()
        await server.stop(graceMilliseconds: Self.graceMilliseconds)
        await store.close()
    }

    /// SIGHUP: certificate and key are read again, as after a renewal. Without TLS it means nothing, and does nothing.
    private func reloadOnHangUp(_ server: WebServer) -> any DispatchSourceSignal {
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler {
            do throws(ServerError) {
                try server.reloadCertificate()
                say("The certificate was read again.")
            } catch { say("The certificate stays as it was. \(error)") }
        }
        source.resume()
        return source
    }

    private func folder() throws -> String {
        if let webFolder { return webFolder }
        guard let found = Assets.folder(ofProgram: "/proc/self/exe") else {
            throw CommandError(
                message: "The folder Web with the pages' scripts was not found beside the program; name it with --web.")
        }
        return found
    }

    /// Looks for damage behind the server's back: it serves meanwhile, and the operator hears of it at once.
    private func inspect(_ store: Store) async {
        do {
            guard let damage = try await store.findDamage() else { return }
            say("The store in \(directory) is damaged: \(damage). Stop the server and restore it from a backup.")
        } catch StoreError.closed {
            // Stopped before the end.
        } catch { say("The store in \(directory) could not be looked through: \(error)") }
    }

    private func announce(port: Int, store: Store) async throws {
        let scheme = configuration.tls == nil ? "http" : "https"
        let address = "\(scheme)://\(configuration.host):\(port)"
        if try await store.members.isEmpty() {
            let token = SecureRandom.bytes(32)
            try await store.invitations.issueSetup(token: token, at: .now())
            say("The first member of the Secretariat is set up here, once: \(address)/setup/\(Base64URL.encode(token))")
        }
        // The line that tells whoever started the server that it is ready; nothing else goes to stdout.
        let line = Array("listening on \(address)\n".utf8)
        _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}

/// SIGTERM and SIGINT, turned into something that can be awaited.
private struct StopSignal {
    private let sources: [any DispatchSourceSignal]
    private let stream: AsyncStream<Void>

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        self.stream = stream
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    func wait() async {
        for await _ in stream { return }
    }
}

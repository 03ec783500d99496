public import Store
import Synchronization
import WebProtocol
public import WebServer
public import Workspace

/// How the pages are set up for one server.
public struct ApplicationConfiguration: Sendable {
    /// The password that all demo people share; nil unless the demo data is loaded. The login page then offers the
    /// demo people with one click, to visitors on this machine alone.
    public var demoPassword: String?

    /// Origins under which browsers know this server when something in front of it ends TLS or changes the host, such
    /// as `https://udkast.example.dk`. What the request itself says is always allowed.
    public var origins: [String]

    /// The time, for tests.
    public var clock: @Sendable () -> Timestamp

    public init(
        demoPassword: String? = nil, origins: [String] = [], clock: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.demoPassword = demoPassword
        self.origins = origins
        self.clock = clock
    }
}

/// The product as a browser meets it: every page, form and file, and the way into the rooms.
///
/// ```swift
/// let server = try WebServer(configuration: configuration) { application.handle($0) }
/// ```
public final class Application: Sendable {
    let store: Store
    let assets: Assets
    let rooms: any RoomDirectory
    let configuration: ApplicationConfiguration
    let passwords = PasswordDesk()
    let throttle = Mutex(LoginThrottle())
    private let metrics: Metrics
    /// The one that asks us, for its figures.
    private let server = Mutex<WebServer?>(nil)

    public init(
        store: Store, assets: Assets, rooms: any RoomDirectory, configuration: ApplicationConfiguration = .init()
    ) {
        self.store = store
        self.assets = assets
        self.rooms = rooms
        self.configuration = configuration
        metrics = Metrics(start: configuration.clock())
    }

    /// Names the server that this answers for; `/metrics` shows its figures too. Before the server starts.
    public func use(_ server: WebServer) {
        self.server.withLock { $0 = server }
    }

    /// Answers a request. Returns at once: files are in memory, everything else is worked out on a task.
    public func handle(_ request: Request) -> Handling {
        if let response = immediateResponse(to: request) {
            let reply = Reply.response(finished(response, for: request))
            metrics.count(reply)
            return .now(reply)
        }
        return .later {
            let reply = await self.reply(to: request)
            self.metrics.count(reply)
            return reply
        }
    }

    /// The answer to what takes neither the store nor a login.
    private func immediateResponse(to request: Request) -> Response? {
        guard ["GET", "HEAD"].contains(request.method) else { return nil }
        if request.path == "/healthz" { return .text("ok\n") }
        // For whoever watches the server on its own machine; to all others it is a page that does not exist.
        if request.path == "/metrics", request.isLoopback {
            return .text(metrics.text(at: configuration.clock(), rooms: rooms, server: server.withLock { $0 }))
        }
        if request.path == Assets.serviceWorkerPath { return assets.serviceWorker() }
        guard request.path.hasPrefix("/assets/") else { return nil }
        return assets.response(to: request) ?? .text("404\n", status: 404)
    }

    private func reply(to request: Request) async -> Reply {
        let now = configuration.clock()
        var insider: Insider?
        do {
            insider = try await self.insider(behind: request, at: now)
            let visit = Visit(
                request: request, parameters: PathParameters(), language: language(of: request), now: now,
                subject: Anyone(insider: insider))
            switch try await route(visit) {
            case .response(var response):
                response.isForKnownPeer = insider != nil
                return .response(finished(response, for: request))
            case .stream(var response):
                response.headers = finished(Response(headers: response.headers), for: request).headers
                return .stream(response)
            case .webSocket(let upgrade): return .webSocket(upgrade)
            }
        } catch {
            let problem = Self.problem(error)
            return .response(finished(response(to: problem, request, member: insider?.member), for: request))
        }
    }

    /// Finds the line of the route table for a request and lets it answer.
    private func route(_ visit: Visit<Anyone>) async throws -> Reply {
        let method = visit.request.method == "HEAD" ? "GET" : visit.request.method
        if method != "GET", !hasOwnOrigin(visit.request) { throw PageProblem.forbidden(.foreignOrigin) }
        var allowed: [String] = []
        for route in Self.routes {
            guard let parameters = route.pattern.match(visit.request.path) else { continue }
            guard route.method == method else {
                allowed.append(route.method)
                continue
            }
            return try await route.respond(
                self,
                Visit(
                    request: visit.request, parameters: parameters, language: visit.language, now: visit.now,
                    subject: visit.subject))
        }
        throw allowed.isEmpty ? PageProblem.notFound : .methodNotAllowed(allowed: allowed)
    }

    /// Every error that can come out of a handler. One that is neither ours nor the store's is a fault of the room's.
    private static func problem(_ error: any Error) -> PageProblem {
        switch error {
        case let problem as PageProblem: problem
        case let error as StoreError: PageProblem(error)
        default: .documentUnavailable
        }
    }

    // MARK: Who and how

    func language(of request: Request) -> Language {
        Language(
            choice: request.cookie(Self.languageCookie), acceptLanguage: request.headers["accept-language"])
    }

    private func insider(behind request: Request, at now: Timestamp) async throws -> Insider? {
        guard let token = loginToken(of: request), let login = try await store.logins.login(token: token, at: now),
            let member = try await store.members.member(login.member)
        else { return nil }
        return Insider(member: member, login: login)
    }

    /// The error page, or for a page that needs a login the way to the login page.
    private func response(to problem: PageProblem, _ request: Request, member: Member?) -> Response {
        if problem == .logOnFirst {
            // What a script or a program asks for is not improved by a login page.
            guard request.method == "GET", !request.asksForWebSocket, !request.path.hasSuffix("/text"),
                !request.path.hasPrefix("/sync/")
            else {
                return .text("401\n", status: 401)
            }
            return .redirect(to: "/login?next=" + PercentEncoding.encode(request.rawTarget))
        }
        let language = language(of: request)
        let (title, text) = problem.explanation
        var response = html(
            frame(language: language, member: member, request: request).page(title: language(title), layout: .narrow) {
                ErrorPage(language: language, title: title, text: text, isLoggedOn: member != nil).html
            }, in: language, status: problem.status)
        if case .methodNotAllowed(let allowed) = problem {
            response.headers.append("allow", HeaderValue(Set(allowed).sorted().joined(separator: ", ")) ?? "GET")
        }
        if case .tooManyRequests(let seconds) = problem {
            response.headers.append("retry-after", HeaderValue(String(seconds)) ?? "60")
        }
        return response
    }

    // MARK: Pages

    func frame(language: Language, member: Member?, request: Request) -> PageFrame {
        PageFrame(
            language: language, member: member, assets: assets, path: request.method == "GET" ? request.path : nil,
            isDemo: configuration.demoPassword != nil)
    }
}

import Dispatch
import Glibc
import WebProtocol
import WebServer

/// `udkast-bench web`: the product's own HTTP and WebSocket stack with all its checks on and nothing behind it, for
/// conformance suites and for load beside other servers.
///
/// `GET /hello` 13 bytes · `GET /file` 16 KiB · WebSocket `/echo` returns each message · WebSocket `/room/<name>` sends
/// each message to every other member of the room.
struct WebCommand {
    private let configuration: ServerConfiguration
    private let site: WebSite

    /// More than the product allows, because a measurement holds ten thousand connections; every other limit is its own.
    private static let connections = 20_000
    /// What conformance suites send as one message.
    private static let maximumMessageBytes = 16 * 1024 * 1024

    /// - Parameter words: `--port N`, 0 or absent for one that the kernel picks; `--cert FILE --key FILE` for TLS.
    /// - Throws: a sentence about words that are no options.
    init(_ words: [String]) throws {
        var configuration = ServerConfiguration()
        configuration.limits.connections = Self.connections
        var files: [String: String] = [:]
        var rest = words[...]
        while let word = rest.popFirst() {
            guard let value = rest.popFirst() else { throw WebCommandError("\(word) needs a value") }
            switch word {
            case "--port":
                guard let port = Int(value), 0...65_535 ~= port else { throw WebCommandError("no port: \(value)") }
                configuration.port = port
            case "--cert", "--key": files[word] = value
            default: throw WebCommandError("there is no option \(word)")
            }
        }
        switch (files["--cert"], files["--key"]) {
        case (let certificate?, let key?): configuration.tls = TLSFiles(certificateFile: certificate, keyFile: key)
        case (nil, nil): break
        default: throw WebCommandError("--cert and --key belong together")
        }
        self.configuration = configuration
        site = WebSite(maximumMessageBytes: Self.maximumMessageBytes)
    }

    /// Serves until SIGTERM or SIGINT.
    ///
    /// The main thread waits for the signal itself instead of leaving that to Dispatch, under whose main loop a profiler
    /// that counts instructions (callgrind) cannot run.
    func run() throws {
        // Blocked before the first thread starts, so that all of them are born deaf to what this one waits for.
        var stops = sigset_t()
        sigemptyset(&stops)
        sigaddset(&stops, SIGTERM)
        sigaddset(&stops, SIGINT)
        pthread_sigmask(SIG_BLOCK, &stops, nil)
        let server = try WebServer(configuration: configuration) { [site] in site.answer($0) }
        server.start()
        let scheme = configuration.tls == nil ? "http" : "https"
        let line = Array("listening on \(scheme)://\(configuration.host):\(server.port)\n".utf8)
        _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }

        var received: Int32 = 0
        while sigwait(&stops, &received) != 0 {}
        let hasStopped = DispatchSemaphore(value: 0)
        Task.detached {
            await server.stop(graceMilliseconds: 1_000)
            hasStopped.signal()
        }
        hasStopped.wait()
    }
}

/// The words of the command do not make one.
struct WebCommandError: Error, CustomStringConvertible {
    let description: String

    init(_ reason: String) { description = "udkast-bench web: \(reason)" }
}

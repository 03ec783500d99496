import Dispatch
import Foundation
import Glibc
import Sync
import Synchronization
import WebProtocol
import WebServer

/// The way from a headless member to the server: logs in, opens sockets, and says in one stream what came.
///
/// Every connection has a number, its generation; whoever hears of an earlier one ignores it.
final class ClientLink: Sendable {
    private let server: String
    private let email: String
    private let password: String
    private let document: String
    private let inputs: AsyncStream<ClientInput>.Continuation
    private let state = Mutex(State())

    private struct State {
        /// As the server set it; nil before the first login and when the server no longer knows it.
        var cookie: HeaderValue?
        var client: WebSocketClient?
        var generation = 0
    }

    init(
        server: String, email: String, password: String, document: String,
        inputs: AsyncStream<ClientInput>.Continuation
    ) {
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.email = email
        self.password = password
        self.document = document
        self.inputs = inputs
    }

    /// Opens a connection; what comes of it arrives as inputs of this generation.
    func connect(generation: Int) {
        state.withLock { $0.generation = generation }
        // A thread of its own: the handshake waits.
        Thread.detachNewThread { [self] in
            do {
                try open(generation)
            } catch let error as CommandError {
                // Trying again cannot help: the login or the document is not what was said.
                say(error.message)
                exit(1)
            } catch {
                inputs.yield(.closed(code: nil, reason: "\(error)", generation: generation))
            }
        }
    }

    func disconnect() {
        state.withLock { state in
            state.client?.close()
            state.client = nil
        }
    }

    func send(_ message: [UInt8]) {
        state.withLock { $0.client }?.send(message)
    }

    /// Has the conversation try again after a while: half to one times 0.2 s, doubled at each attempt up to 5 s.
    func retry(generation: Int, attempt: Int) {
        let longest = min(5, 0.2 * Double(1 << min(attempt, 5)))
        let delay = Double.random(in: longest / 2...longest)
        DispatchQueue.global().asyncAfter(deadline: .now() + delay) { [inputs] in
            inputs.yield(.retry(generation: generation))
        }
    }

    private func open(_ generation: Int) throws {
        let cookie = try state.withLock { $0.cookie } ?? logIn()
        let client = try openSocket(cookie)
        let isWanted = state.withLock { state in
            guard state.generation == generation else { return false }
            state.client = client
            return true
        }
        guard isWanted else { return client.close() }
        inputs.yield(.connected(generation: generation))
        Task {
            for await event in client.events {
                switch event {
                case .binary(let message): inputs.yield(.message(message, generation: generation))
                case .text: break
                case .closed(let code): inputs.yield(.closed(code: code, reason: "closed", generation: generation))
                }
            }
        }
    }

    private func openSocket(_ cookie: HeaderValue) throws -> WebSocketClient {
        do throws(ClientError) {
            return try WebSocketClient.connect(
                to: server + "/sync/documents/" + document, headers: ["cookie": cookie], subprotocol: "udkast.1",
                trust: .fromEnvironment())
        } catch {
            guard case .refused(let status) = error else { throw error }
            if status == 401 { state.withLock { $0.cookie = nil } }
            guard status == 403 || status == 404 else { throw error }
            throw CommandError(message: "The server does not let \(email) open \(document): status \(status).")
        }
    }

    private func logIn() throws -> HeaderValue {
        let form = "email=\(Self.encode(email))&password=\(Self.encode(password))"
        let origin = try WebAddress(server).origin
        let answer = try HTTPClient.request(
            "POST", server + "/login",
            headers: [
                "content-type": "application/x-www-form-urlencoded", "origin": HeaderValue(origin) ?? "null",
            ],
            body: Array(form.utf8), trust: .fromEnvironment(), timeoutSeconds: 30)
        // Who may come in is sent on; anybody else sees the form again.
        guard answer.status == 303, let cookie = HTTPClient.cookies(setBy: answer) else {
            throw CommandError(message: "The server did not accept the login of \(email): status \(answer.status).")
        }
        state.withLock { $0.cookie = cookie }
        return cookie
    }

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

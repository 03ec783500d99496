import Synchronization
import WebProtocol
import WebServer

/// A server with a few addresses that tests need, on a port that the kernel picks.
///
/// `/hello` 13 bytes · `/echo` the body · `/slow` after a moment, by a task · `/big?bytes=N` · `/cookie` sets one
/// and says what it was · `/path/…` the decoded path · WebSocket `/echo` each message back · `/room` each message to every other member · `/flood` a megabyte
/// whenever something comes · `/paced` echo with a pause after each · `/large` 16 MB as one answer for a 1, else echo · `/moved` echo on the second loop
final class TestServer: Sendable {
    let server: WebServer
    let room = Room()

    var port: Int { server.port }

    init(_ change: (inout ServerConfiguration) -> Void = { _ in }) throws {
        var configuration = ServerConfiguration()
        configuration.loopCount = 2
        change(&configuration)
        let loops = Mutex<[EventLoop]>([])
        let room = room
        server = try WebServer(configuration: configuration) { request in
            Self.handle(request, room: room, loops: loops.withLock { $0 })
        }
        loops.withLock { $0 = server.loops }
        server.start()
    }

    deinit {
        let server = server
        Task { await server.stop(graceMilliseconds: 0) }
    }

    private static func handle(_ request: Request, room: Room, loops: [EventLoop]) -> Handling {
        switch request.path {
        case "/hello": return .now(.response(.text("Hello, world!")))
        case "/echo" where request.asksForWebSocket:
            return .now(.webSocket(WebSocketUpgrade(maximumMessageBytes: 1 << 20) { EchoHandler($0) }))
        case "/moved":
            return .now(.webSocket(WebSocketUpgrade(loop: loops[1]) { EchoHandler($0) }))
        case "/later":
            return .later {
                .webSocket(WebSocketUpgrade(subprotocol: request.webSocketSubprotocols.last) { EchoHandler($0) })
            }
        case "/room":
            return .now(.webSocket(WebSocketUpgrade(loop: loops[0]) { RoomHandler($0, room) }))
        case "/paced":
            return .now(.webSocket(WebSocketUpgrade { PacedHandler($0) }))
        case "/large":
            return .now(.webSocket(WebSocketUpgrade { LargeHandler($0) }))
        case "/flood":
            return .now(.webSocket(WebSocketUpgrade { FloodHandler($0) }))
        case "/echo": return .now(.response(Response(body: request.body)))
        case "/slow":
            return .later {
                try? await Task.sleep(for: .milliseconds(50))
                return .response(.text("slow"))
            }
        case "/big":
            let count = request.queryValue("bytes").flatMap { Int($0) } ?? 0
            return .now(.response(Response(body: [UInt8](repeating: 120, count: count))))
        case "/cookie":
            let headers: HeaderFields = ["set-cookie": "login=1; Path=/; HttpOnly"]
            return .now(.response(Response(headers: headers, body: Array((request.cookie("login") ?? "").utf8))))
        case "/form":
            do {
                let pairs = try request.form()
                return .now(.response(.text(pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "|"))))
            } catch {
                return .now(.response(.text("", status: error.status)))
            }
        case "/stream":
            return .now(
                .stream(
                    StreamedResponse(headers: ["content-type": "application/octet-stream"]) { Counting($0, room) }))
        case "/ended": return .now(.response(.text("\(room.ended)")))
        case "/empty": return .now(.response(Response(status: 204)))
        default: return .now(.response(.text(request.path, status: request.path.hasPrefix("/path/") ? 200 : 404)))
        }
    }
}

/// Members on the first loop.
final class Room: @unchecked Sendable {
    // Sendable because it is touched on one loop alone.
    var members: [ObjectIdentifier: WebSocketConnection] = [:]
    /// Streams whose peer has gone.
    var ended = 0
}

/// Sends three frames, one every few milliseconds, and then waits for the peer to go, or ends for a stop.
final class Counting: ResponseStreamHandler {
    private let stream: ResponseStream
    private let room: Room
    private var count: UInt8 = 0

    init(_ stream: ResponseStream, _ room: Room) {
        self.stream = stream
        self.room = room
        next()
    }

    private func next() {
        count += 1
        stream.send(.binary([count]))
        if count < 3 { stream.loop.schedule(afterMilliseconds: 20) { self.next() } }
    }

    func closed() { room.ended += 1 }

    func stop() {
        stream.send(.close(code: 1001))
        stream.finish()
    }
}

final class EchoHandler: WebSocketHandler {
    private let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        connection.send(isText ? .text(message) : .binary(message))
    }

    func closed(code: UInt16?) {}
}

final class RoomHandler: WebSocketHandler {
    private let connection: WebSocketConnection
    private let room: Room

    init(_ connection: WebSocketConnection, _ room: Room) {
        self.connection = connection
        self.room = room
        room.members[ObjectIdentifier(connection)] = connection
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        let frame = isText ? EncodedFrame.text(message) : EncodedFrame.binary(message)
        for member in room.members.values where member !== connection { member.send(frame) }
    }

    func closed(code: UInt16?) {
        room.members[ObjectIdentifier(connection)] = nil
    }
}

final class FloodHandler: WebSocketHandler {
    private let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        connection.sendBinary([UInt8](repeating: 1, count: 1 << 20))
    }

    func closed(code: UInt16?) {}
}

/// Echoes, and pauses for a moment after each message.
final class PacedHandler: WebSocketHandler {
    private let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        connection.sendBinary(Array(message))
        connection.pauseReceiving()
        connection.loop.schedule(afterMilliseconds: 1) { [connection] in connection.resumeReceiving() }
    }

    func closed(code: UInt16?) {}
}

/// Answers a 1 with 16 MB, everything else with itself.
final class LargeHandler: WebSocketHandler {
    private let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        guard message.first == 1 else { return connection.sendBinary(Array(message)) }
        let part = EncodedFrame.binary([UInt8](repeating: 1, count: 1 << 20))
        for _ in 0..<16 { connection.sendLarge(part) }
    }

    func closed(code: UInt16?) {}
}

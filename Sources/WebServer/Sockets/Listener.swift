import CEpoll
import Glibc

/// A socket that takes connections, on the loop it was opened for.
final class Listener: Pollable {
    /// Connections that the kernel holds until they are taken.
    private static let backlog: Int32 = 1_024
    /// Taken in one turn, so that a storm of new ones does not hold up those that are open.
    private static let acceptsPerTurn = 64
    /// How long it waits when the process has no descriptors left.
    private static let pauseMilliseconds: Int64 = 100

    let port: Int
    private let loop: EventLoop
    private var accepted: ((Int32, SocketAddress) -> Void)?

    /// - Parameters:
    ///   - port: 0 for one that the kernel picks.
    ///   - accepted: Called on the loop; owns the descriptor from then on.
    init(
        host: String, port: Int, loop: EventLoop, accepted: @escaping (Int32, SocketAddress) -> Void
    ) throws(ServerError) {
        guard var address = SocketAddress(host: host, port: port) else { throw .addressNotAvailable(host: host) }
        let descriptor = socket(
            address.family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
        var on: Int32 = 1
        // A restart must not wait for the connections of the last run to be forgotten.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let bound = address.withPointer { bind(descriptor, $0, $1.pointee) }
        guard bound == 0, listen(descriptor, Self.backlog) == 0 else {
            let code = errno
            close(descriptor)
            switch code {
            case EADDRINUSE: throw .addressInUse(host: host, port: port)
            case EADDRNOTAVAIL: throw .addressNotAvailable(host: host)
            case EACCES: throw .portNotAllowed(port: port)
            default: throw .system(call: "bind", errno: code)
            }
        }
        var actual = SocketAddress()
        _ = actual.withPointer { getsockname(descriptor, $0, $1) }
        self.port = actual.port
        self.loop = loop
        self.accepted = accepted
        super.init(descriptor: descriptor)
    }

    /// Call on the loop.
    func start() {
        loop.add(self, events: EPOLLIN.rawValue)
    }

    /// Call on the loop.
    func stop() {
        if isRetired { return }
        isRetired = true
        loop.remove(self)
        close(descriptor)
        accepted = nil
    }

    override func ready(_ events: UInt32) {
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        for _ in 0..<Self.acceptsPerTurn {
            var address = SocketAddress()
            let connection = address.withPointer { accept4(descriptor, $0, $1, flags) }
            if connection >= 0 {
                var on: Int32 = 1
                setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
                accepted?(connection, address)
                continue
            }
            switch errno {
            case EMFILE, ENFILE, ENOMEM, ENOBUFS:
                pause()
                return
            case EAGAIN:
                return
            default:
                // The one in front hung up while it waited: the next may be well.
                continue
            }
        }
    }

    /// Those who wait stay in the kernel's queue; without a pause the loop would spin on them.
    private func pause() {
        loop.modify(self, events: 0)
        loop.schedule(afterMilliseconds: Self.pauseMilliseconds) { [weak self] in
            guard let self, !isRetired else { return }
            loop.modify(self, events: EPOLLIN.rawValue)
        }
    }
}

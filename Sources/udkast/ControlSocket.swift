import Glibc
import Store

/// Where a running server takes orders from the machine's operator: a Unix socket in the data directory, which only the
/// directory's owner can reach.
///
/// One order a connection, a line: `backup PATH`. The answer is a line too: `ok`, or one sentence. So `udkast backup`
/// works on a store that a server holds.
final class ControlSocket: Sendable {
    private let descriptor: Int32
    private let path: String
    private let store: Store

    /// An order is a word and a path.
    private static let longestOrder = 8 * 1024

    /// Begins to listen. What is left of a server that was killed is replaced: the store's lock says that there is none.
    init(directory: String, store: Store) throws {
        path = Self.path(in: directory)
        self.store = store
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        unlink(path)
        guard descriptor >= 0, try Self.withAddress(path, { bind(descriptor, $0, $1) }) == 0,
            chmod(path, 0o600) == 0, listen(descriptor, 8) == 0
        else { throw CommandError(message: "\(path) cannot be opened: \(String(cString: strerror(errno))).") }
        let thread = ListeningThread(self)
        thread.start()
    }

    static func path(in directory: String) -> String { directory + "/control" }

    /// Ends it; orders that are under way are answered.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        unlink(path)
    }

    fileprivate func listenForOrders() {
        while true {
            let peer = accept(descriptor, nil, nil)
            if peer < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                break
            }
            guard let order = Self.readLine(from: peer) else {
                Glibc.close(peer)
                continue
            }
            Task {
                let answer = await self.carryOut(order)
                Self.write(answer + "\n", to: peer)
                Glibc.close(peer)
            }
        }
        Glibc.close(descriptor)
    }

    private func carryOut(_ order: String) async -> String {
        guard order.hasPrefix("backup /") else { return "The server does not know this order." }
        do {
            try await store.backup(to: String(order.dropFirst("backup ".count)))
            return "ok"
        } catch { return sentence(for: error) }
    }

    // MARK: The other end

    /// Lets the server that holds a data directory carry out an order.
    ///
    /// - Returns: Its answer; nil if no server is there.
    static func ask(_ order: String, inDirectory directory: String) throws -> String? {
        let peer = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(peer) }
        guard peer >= 0, try withAddress(path(in: directory), { connect(peer, $0, $1) }) == 0 else { return nil }
        write(order + "\n", to: peer)
        return readLine(from: peer)
    }

    // MARK: Bytes

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) throws -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw CommandError(message: "The path of the data directory is too long: \(path).")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// Nil when the peer ends before its line does.
    private static func readLine(from peer: Int32) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < longestOrder, read(peer, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    private static func write(_ text: String, to peer: Int32) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
}

/// A thread that waits for orders: waiting blocks, so none of the threads that tasks share may do it.
private struct ListeningThread {
    private let control: ControlSocket

    init(_ control: ControlSocket) {
        self.control = control
    }

    func start() {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(control)
        let code = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<ControlSocket>.fromOpaque(argument!).takeRetainedValue().listenForOrders()
                return nil
            }, argument.toOpaque())
        precondition(code == 0, "no thread for the control socket: error \(code)")
        pthread_detach(thread)
    }
}

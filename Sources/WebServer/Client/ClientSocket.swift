import COpenSSL
import Glibc

/// A connection to a server that waits: for a command line, where one thing is asked at a time.
final class ClientSocket {
    private let descriptor: Int32
    private let session: OpaquePointer?
    private var isOwned = true

    let peerAddress: String

    /// - Parameter timeoutSeconds: For each step: connecting, one read, one write.
    init(_ address: WebAddress, trust: ServerTrust, timeoutSeconds: Int) throws(ClientError) {
        (descriptor, peerAddress) = try Self.connect(address, timeoutSeconds: timeoutSeconds)
        do throws(ClientError) {
            session =
                try address.isSecure
                ? Self.connectTLS(over: descriptor, to: address, at: peerAddress, trust: trust) : nil
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        guard isOwned else { return }
        if let session {
            SSL_shutdown(session)
            SSL_free(session)
        }
        close(descriptor)
    }

    private static func connect(
        _ address: WebAddress, timeoutSeconds: Int
    ) throws(ClientError) -> (descriptor: Int32, peer: String) {
        func failure(_ reason: String) -> ClientError {
            .cannotConnect(host: address.host, port: address.port, reason: reason)
        }
        guard var socketAddress = SocketAddress(host: address.host, port: address.port) else {
            throw failure("ukendt navn / unknown name")
        }
        let descriptor = socket(socketAddress.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
        var wait = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        guard socketAddress.withPointer({ Glibc.connect(descriptor, $0, $1.pointee) }) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw failure(reason)
        }
        return (descriptor, socketAddress.host)
    }

    private static func connectTLS(
        over descriptor: Int32, to address: WebAddress, at peerAddress: String, trust: ServerTrust
    ) throws(ClientError) -> OpaquePointer {
        if trust == .anyOnLoopback, peerAddress != "::1", !peerAddress.hasPrefix("127.") {
            throw .notOnLoopback(host: address.host)
        }
        let session = try ClientTLS.makeSession(for: address, trust: trust)
        ERR_clear_error()
        SSL_set_fd(session, descriptor)
        guard SSL_connect(session) == 1 else {
            let reason = ClientTLS.failure(of: session)
            SSL_free(session)
            throw .notTrusted(host: address.host, reason: reason)
        }
        return session
    }

    func write(_ bytes: [UInt8]) throws(ClientError) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                guard let session else { return send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL)) }
                ERR_clear_error()
                return Int(SSL_write(session, rest.baseAddress, Int32(clamping: rest.count)))
            }
            guard count > 0 else { throw errno == EAGAIN ? .timedOut : .connectionLost }
            offset += count
        }
    }

    /// What is there, at least one byte; 0 when the server has closed.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ClientError) -> Int {
        errno = 0
        if let session {
            ERR_clear_error()
            let count = SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count))
            if count > 0 { return Int(count) }
            switch SSL_get_error(session, count) {
            case SSL_ERROR_ZERO_RETURN: return 0
            case SSL_ERROR_WANT_READ: throw .timedOut
            default: throw .connectionLost
            }
        }
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        guard count >= 0 else { throw errno == EAGAIN ? .timedOut : .connectionLost }
        return count
    }

    /// Gives the connection to a loop: from here on it does not wait, and belongs to the transport.
    func release() -> Transport {
        isOwned = false
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        guard let session else { return Transport(plain: descriptor) }
        return Transport(descriptor: descriptor, connected: session)
    }
}

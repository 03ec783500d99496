import COpenSSL
import Glibc

/// Bytes in and out of a socket, plain or through TLS, never waiting.
struct Transport {
    enum ReadResult {
        case read(Int)
        case wouldBlock
        /// The peer will send no more.
        case end
        case failed
    }

    enum WriteResult {
        case wrote(Int)
        case wouldBlock
        case failed
    }

    let descriptor: Int32
    /// Owned; nil over plain TCP.
    private let session: OpaquePointer?

    /// Whether TLS must be able to write before it can read on: in a handshake.
    private(set) var wantsWriteToRead = false
    /// Bytes at the front of what is to be sent that TLS has already made a record of: they cannot be taken back.
    private(set) var promisedByteCount = 0

    init(plain descriptor: Int32) {
        self.descriptor = descriptor
        session = nil
    }

    /// - Parameter session: From ``TLSContext``; owned from here on.
    init(descriptor: Int32, session: OpaquePointer) {
        self.descriptor = descriptor
        self.session = session
        SSL_set_fd(session, descriptor)
    }

    /// - Parameter session: Connected through `descriptor`; owned from here on.
    init(descriptor: Int32, connected session: OpaquePointer) {
        self.descriptor = descriptor
        self.session = session
    }

    var isSecure: Bool { session != nil }

    /// Whether TLS holds bytes that were received and not read.
    var hasBufferedInput: Bool {
        guard let session else { return false }
        return SSL_pending(session) > 0
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
        guard let session else { return readPlain(into: buffer) }
        ERR_clear_error()
        var count = 0
        let result = SSL_read_ex(session, buffer.baseAddress, buffer.count, &count)
        wantsWriteToRead = false
        if result == 1 { return .read(count) }
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ:
            return .wouldBlock
        case SSL_ERROR_WANT_WRITE:
            wantsWriteToRead = true
            return .wouldBlock
        case SSL_ERROR_ZERO_RETURN:
            return .end
        default:
            return .failed
        }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) -> WriteResult {
        guard let session else { return writePlain(bytes) }
        ERR_clear_error()
        var count = 0
        let result = SSL_write_ex(session, bytes.baseAddress, bytes.count, &count)
        if result == 1 {
            promisedByteCount = 0
            return .wrote(count)
        }
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            promisedByteCount = bytes.count
            return .wouldBlock
        default:
            return .failed
        }
    }

    /// Tells the peer that nothing more comes.
    func shutDownSending() {
        if let session {
            ERR_clear_error()
            SSL_shutdown(session)
        }
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func close() {
        if let session { SSL_free(session) }
        Glibc.close(descriptor)
    }

    private func readPlain(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if count > 0 { return .read(count) }
        if count == 0 { return .end }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .failed
    }

    private func writePlain(_ bytes: UnsafeRawBufferPointer) -> WriteResult {
        let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        if count >= 0 { return .wrote(count) }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .failed
    }
}

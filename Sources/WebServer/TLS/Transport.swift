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
    /// Owned; nil over plain TCP, and after the end.
    private var session: OpaquePointer?

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

    /// Sends `gathered`, then `large`, in one system call; either may be empty.
    ///
    /// - Parameter room: The buffer at whose beginning `gathered` lies. TLS fills it up, for it makes records of one
    ///   piece, and a record a turn is cheaper than one a chunk.
    mutating func write(
        _ gathered: UnsafeRawBufferPointer, _ large: UnsafeRawBufferPointer, room: UnsafeMutableRawBufferPointer
    ) -> WriteResult {
        guard let session else { return writePlain(gathered, large) }
        if gathered.isEmpty { return writeRecord(large, session) }
        let added = min(large.count, max(0, Self.recordByteCount - gathered.count))
        UnsafeMutableRawBufferPointer(rebasing: room[gathered.count...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: large[..<added]))
        return writeRecord(UnsafeRawBufferPointer(rebasing: room[..<(gathered.count + added)]), session)
    }

    /// The most that one record of TLS holds (RFC 8446, section 5.1).
    private static let recordByteCount = 16 * 1024

    private mutating func writeRecord(_ bytes: UnsafeRawBufferPointer, _ session: OpaquePointer) -> WriteResult {
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

    /// Whoever reads may hear of the end in the middle: nothing of TLS may be asked after it.
    mutating func close() {
        if let session { SSL_free(session) }
        session = nil
        Glibc.close(descriptor)
    }

    private func readPlain(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if count > 0 { return .read(count) }
        if count == 0 { return .end }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .failed
    }

    @inline(__always)
    private func writePlain(_ gathered: UnsafeRawBufferPointer, _ large: UnsafeRawBufferPointer) -> WriteResult {
        let count: Int
        if gathered.isEmpty {
            count = Glibc.send(descriptor, large.baseAddress, large.count, Int32(MSG_NOSIGNAL))
        } else if large.isEmpty {
            count = Glibc.send(descriptor, gathered.baseAddress, gathered.count, Int32(MSG_NOSIGNAL))
        } else {
            count = writeBoth(gathered, large)
        }
        if count >= 0 { return .wrote(count) }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .failed
    }

    /// The server ignores SIGPIPE, so this call needs no flag against it.
    private func writeBoth(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Int {
        let parts = (
            iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
        )
        return withUnsafeBytes(of: parts) { writev(descriptor, $0.baseAddress!.assumingMemoryBound(to: iovec.self), 2) }
    }
}

import COpenSSL
import Glibc

/// Where the server's certificate lies.
public struct TLSFiles: Hashable, Sendable {
    /// PEM: the server's certificate, then those that lead to the authority.
    public var certificateFile: String
    /// PEM, without a pass phrase.
    public var keyFile: String

    public init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

/// OpenSSL's settings for all connections of a server: TLS 1.2 and 1.3, forward secrecy and authenticated ciphers
/// only, `http/1.1` by ALPN, no renegotiation, no compression.
final class TLSContext: @unchecked Sendable {
    // Sendable because the context is set up in `init`, and OpenSSL counts references to it under its own locks.
    private let context: OpaquePointer

    init(_ files: TLSFiles) throws(ServerError) {
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw .certificate(file: files.certificateFile, reason: openSSLError())
        }
        self.context = context
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        SSL_CTX_set_options(context, copenssl_server_options)
        SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20")
        // Buffers are given back between records, and a write may be tried again from another address.
        SSL_CTX_ctrl(
            context, SSL_CTRL_MODE,
            Int(SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER), nil)
        // Sessions are resumed by tickets, which the client keeps.
        SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF), nil)
        SSL_CTX_set_alpn_select_cb(context, selectProtocol, nil)

        guard SSL_CTX_use_certificate_chain_file(context, files.certificateFile) == 1 else {
            throw .certificate(file: files.certificateFile, reason: openSSLError())
        }
        guard SSL_CTX_use_PrivateKey_file(context, files.keyFile, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(context) == 1
        else { throw .privateKey(file: files.keyFile, reason: openSSLError()) }
    }

    deinit {
        SSL_CTX_free(context)
    }

    /// A session for one connection, or nil if there is no memory for it.
    func makeSession() -> OpaquePointer? {
        guard let session = SSL_new(context) else { return nil }
        SSL_set_accept_state(session)
        return session
    }
}

/// Picks `http/1.1` from what the client offers; a client that offers only others is refused (RFC 7301, section 3.2).
private func selectProtocol(
    _ session: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    _ chosenCount: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?, _ offeredCount: UInt32,
    _ argument: UnsafeMutableRawPointer?
) -> Int32 {
    let name = "http/1.1" as StaticString
    let list = UnsafeBufferPointer(start: offered, count: Int(offeredCount))
    var index = 0
    while index < list.count {
        let end = index + 1 + Int(list[index])
        if end > list.count { break }
        if Int(list[index]) == name.utf8CodeUnitCount,
            memcmp(list.baseAddress! + index + 1, name.utf8Start, name.utf8CodeUnitCount) == 0
        {
            chosen?.pointee = list.baseAddress! + index + 1
            chosenCount?.pointee = list[index]
            return SSL_TLSEXT_ERR_OK
        }
        index = end
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
}

import COpenSSL
import Glibc

/// Whose certificates a client believes.
public enum ServerTrust: Hashable, Sendable {
    /// The authorities that the system's administrator trusts.
    case system
    /// The authorities in a PEM file, and no others.
    case authority(file: String)
    /// Any certificate, if the server is on this machine; elsewhere the connection is refused.
    case anyOnLoopback

    /// `UDKAST_CA_FILE` names a file of authorities, `UDKAST_INSECURE_LOOPBACK=1` takes any certificate on loopback.
    public static func fromEnvironment() -> ServerTrust {
        if let file = getenv("UDKAST_CA_FILE") { return .authority(file: String(cString: file)) }
        if let flag = getenv("UDKAST_INSECURE_LOOPBACK"), String(cString: flag) == "1" { return .anyOnLoopback }
        return .system
    }
}

/// Makes the sessions of a client: TLS 1.2 and 1.3, the certificate verified for the name that was asked for.
enum ClientTLS {
    /// - Returns: A session that is to be connected, owned by the caller.
    static func makeSession(for address: WebAddress, trust: ServerTrust) throws(ClientError) -> OpaquePointer {
        guard let context = SSL_CTX_new(TLS_client_method()) else {
            throw .notTrusted(host: address.host, reason: openSSLError())
        }
        // The session keeps the context alive.
        defer { SSL_CTX_free(context) }
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        SSL_CTX_ctrl(
            context, SSL_CTRL_MODE, Int(SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER), nil)
        switch trust {
        case .system:
            SSL_CTX_set_default_verify_paths(context)
        case .authority(let file):
            guard SSL_CTX_load_verify_file(context, file) == 1 else {
                throw .notTrusted(host: address.host, reason: "\(file): \(openSSLError())")
            }
        case .anyOnLoopback:
            break
        }
        SSL_CTX_set_verify(context, trust == .anyOnLoopback ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nil)
        guard let session = SSL_new(context) else { throw .notTrusted(host: address.host, reason: openSSLError()) }
        name(address.host, in: session)
        let protocols: [UInt8] = [8] + Array("http/1.1".utf8)
        SSL_set_alpn_protos(session, protocols, UInt32(protocols.count))
        SSL_set_connect_state(session)
        return session
    }

    /// Says which server is meant, and that its certificate must be for that name or number.
    private static func name(_ host: String, in session: OpaquePointer) {
        if X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host) == 1 { return }
        SSL_set1_host(session, host)
        host.withCString { name in
            _ = SSL_ctrl(
                session, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name),
                UnsafeMutableRawPointer(mutating: name))
        }
    }

    /// Why the last handshake of `session` failed: what was wrong with the certificate, or OpenSSL's own words.
    static func failure(of session: OpaquePointer) -> String {
        let result = SSL_get_verify_result(session)
        return result == X509_V_OK ? openSSLError() : String(cString: X509_verify_cert_error_string(result))
    }
}

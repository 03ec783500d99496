import Glibc

/// Why the server cannot start. Descriptions are for the operator: Danish, then English.
public enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    case addressInUse(host: String, port: Int)
    case addressNotAvailable(host: String)
    case portNotAllowed(port: Int)
    case certificate(file: String, reason: String)
    case privateKey(file: String, reason: String)
    /// A system call that should have worked.
    case system(call: String, errno: Int32)

    public var description: String {
        switch self {
        case .addressInUse(let host, let port):
            "Porten \(port) på \(host) er i brug af et andet program. / Port \(port) on \(host) is in use."
        case .addressNotAvailable(let host):
            "Adressen \(host) findes ikke på denne maskine. / The address \(host) is not one of this machine's."
        case .portNotAllowed(let port):
            "Programmet må ikke bruge port \(port). / The program may not use port \(port)."
        case .certificate(let file, let reason):
            "Certifikatet \(file) kan ikke bruges: \(reason). / The certificate \(file) cannot be used: \(reason)."
        case .privateKey(let file, let reason):
            "Nøglen \(file) kan ikke bruges: \(reason). / The key \(file) cannot be used: \(reason)."
        case .system(let call, let code):
            "\(call): \(String(cString: strerror(code)))"
        }
    }
}

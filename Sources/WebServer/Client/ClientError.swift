/// Why a client did not get through. Descriptions are for the person at the terminal: Danish, then English.
public enum ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformedAddress(String)
    case cannotConnect(host: String, port: Int, reason: String)
    /// The server's certificate does not lead to an authority that we trust, or is for another name.
    case notTrusted(host: String, reason: String)
    /// ``ServerTrust/anyOnLoopback`` for a server elsewhere.
    case notOnLoopback(host: String)
    case connectionLost
    case timedOut
    /// The peer does not speak the protocol.
    case malformedResponse
    /// The server answered a WebSocket handshake with this status.
    case refused(status: Int)

    public var description: String {
        switch self {
        case .malformedAddress(let text):
            "\(text) er ikke en adresse. / \(text) is not an address."
        case .cannotConnect(let host, let port, let reason):
            "Ingen forbindelse til \(host):\(port): \(reason). / Cannot connect to \(host):\(port): \(reason)."
        case .notTrusted(let host, let reason):
            "Serveren \(host) er ikke til at stole på: \(reason). / The server \(host) is not trusted: \(reason)."
        case .notOnLoopback(let host):
            "Certifikatet skal kontrolleres, for \(host) er ikke denne maskine. "
                + "/ The certificate must be verified, for \(host) is not this machine."
        case .connectionLost: "Forbindelsen blev afbrudt. / The connection was lost."
        case .timedOut: "Serveren svarer ikke. / The server does not answer."
        case .malformedResponse: "Serveren svarer uforståeligt. / The server's answer makes no sense."
        case .refused(let status): "Serveren afviste forbindelsen (\(status)). / The server refused (\(status))."
        }
    }
}

/// The first line and the fields of a response.
public struct ResponseHead: Hashable, Sendable {
    /// 100 to 599 (RFC 9110, section 15).
    public var status: Int
    public var fields: HeaderFields

    public init(status: Int, fields: HeaderFields = [:]) {
        precondition((100...599).contains(status), "status \(status)")
        self.status = status
        self.fields = fields
    }

    /// Whether a response of this status has no body and no Content-Length (RFC 9110, section 8.6).
    public var isBodiless: Bool { status < 200 || status == 204 || status == 304 }

    /// Writes the head with its empty line; the value types have seen to it that no field can end it early.
    public func write(to bytes: inout [UInt8]) {
        writeOpen(to: &bytes)
        bytes.append(.carriageReturn)
        bytes.append(.lineFeed)
    }

    /// Writes the head but for its empty line, for a server that has fields ready as bytes.
    public func writeOpen(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "HTTP/1.1 ".utf8)
        bytes.append(UInt8(ascii: "0") + UInt8(status / 100))
        bytes.append(UInt8(ascii: "0") + UInt8(status / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(status % 10))
        bytes.append(.space)
        bytes.append(contentsOf: Self.reason(of: status).utf8)
        bytes.append(.carriageReturn)
        bytes.append(.lineFeed)
        fields.write(to: &bytes)
    }

    /// What a status code says in words; empty for one that the server never sends.
    public static func reason(of status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 101: "Switching Protocols"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 426: "Upgrade Required"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        case 507: "Insufficient Storage"
        default: ""
        }
    }
}

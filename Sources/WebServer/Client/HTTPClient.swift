public import WebProtocol

/// Asks a server one thing, and waits. For command lines and checks; the server itself asks nobody.
public enum HTTPClient {
    /// - Parameters:
    ///   - url: `http` or `https`.
    ///   - headers: Host, Content-Length and Connection are added.
    ///   - timeoutSeconds: For each step: connecting, one read, one write.
    ///   - maximumBodyBytes: Of the answer.
    /// - Returns: The answer whatever its status; redirects are the caller's to follow.
    public static func request(
        _ method: String, _ url: String, headers: HeaderFields = [:], body: [UInt8] = [],
        trust: ServerTrust = .system, timeoutSeconds: Int = 10, maximumBodyBytes: Int = 64 * 1024 * 1024
    ) throws(ClientError) -> Response {
        let address = try WebAddress(url)
        let socket = try ClientSocket(address, trust: trust, timeoutSeconds: timeoutSeconds)
        try socket.write(try requestBytes(method, address, headers, body))

        var limits = HTTPLimits()
        limits.bodyBytes = maximumBodyBytes
        var parser = HTTPResponseParser(answersHead: method == "HEAD", limits: limits)
        guard let response = try readResponse(socket, &parser).response else { throw .connectionLost }
        return Response(status: response.head.status, headers: response.head.fields, body: response.body)
    }

    /// The cookies that an answer sets, as the value of a Cookie field; nil if it sets none.
    public static func cookies(setBy response: Response) -> HeaderValue? {
        let pairs = response.headers.values(of: "set-cookie").map { String($0.prefix { $0 != ";" }) }
        return pairs.isEmpty ? nil : HeaderValue(pairs.joined(separator: "; "))
    }

    /// The bytes of a request of one connection.
    private static func requestBytes(
        _ method: String, _ address: WebAddress, _ headers: HeaderFields, _ body: [UInt8]
    ) throws(ClientError) -> [UInt8] {
        var fields = headers
        guard HeaderName(method) != nil, let host = HeaderValue(address.authority),
            let length = HeaderValue(String(body.count))
        else { throw .malformedAddress(address.authority) }
        fields.set("host", host)
        fields.set("connection", "close")
        if !body.isEmpty || method == "POST" { fields.set("content-length", length) }
        return fields.requestHead(method, address.target) + body
    }

    /// Reads until the response is complete.
    ///
    /// - Returns: Nil for the response if the server closed too early; `rest` came behind it.
    static func readResponse(
        _ socket: ClientSocket, _ parser: inout HTTPResponseParser
    ) throws(ClientError) -> (response: HTTPResponseParser.Response?, rest: [UInt8]) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = try socket.read(into: buffer)
            if count == 0 { return (parser.finish(), []) }
            var offset = 0
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            do throws(HTTPViolation) {
                if let response = try parser.next(bytes, at: &offset) { return (response, Array(bytes[offset...])) }
            } catch {
                throw .malformedResponse
            }
        }
    }
}

extension HeaderFields {
    /// The head of a request with these fields, up to and with its empty line.
    func requestHead(_ method: String, _ target: String) -> [UInt8] {
        var bytes = Array("\(method) \(target) HTTP/1.1\r\n".utf8)
        write(to: &bytes)
        bytes.append(contentsOf: "\r\n".utf8)
        return bytes
    }
}

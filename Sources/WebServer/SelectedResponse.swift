public import WebProtocol

extension Response {
    /// This answer, 200 with its whole body, as the request's conditions and range want it: the whole, a part, or only
    /// word of it (RFC 9110, sections 13 and 14).
    ///
    /// - Parameter tag: Of the body; put into the answer.
    public func selected(by request: Request, tag: EntityTag) -> Response {
        precondition(status == 200, "a part of an answer with status \(status)")
        var response = self
        if let value = HeaderValue(tag.text) { response.headers.set("etag", value) }
        response.headers.set("accept-ranges", "bytes")
        let isReading = request.method == "GET" || request.method == "HEAD"
        switch Selection(request.headers, tag: tag, byteCount: body.count, isReading: isReading) {
        case .whole:
            break
        case .part(let range):
            response.status = 206
            response.setRange("\(range.lowerBound)-\(range.upperBound - 1)/\(body.count)")
            response.body = Array(body[range])
        case .notModified:
            response.status = 304
            response.body = []
        case .preconditionFailed:
            response.status = 412
            response.body = []
        case .unsatisfiable:
            response.status = 416
            response.setRange("*/\(body.count)")
            response.body = []
        }
        return response
    }

    private mutating func setRange(_ range: String) {
        if let value = HeaderValue("bytes " + range) { headers.set("content-range", value) }
    }
}

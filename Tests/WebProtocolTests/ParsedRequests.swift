import WebProtocol

/// What came of a connection's bytes, as a value that can be compared.
struct ParsedRequests: Equatable {
    struct Request: Equatable {
        var head: RequestHead
        var body: [UInt8] = []
        var isComplete = false
    }

    var requests: [Request] = []
    var violation: HTTPViolation?

    init(_ pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits()) {
        var parser = HTTPRequestParser(limits: limits)
        for piece in pieces {
            piece.withUnsafeBytes { bytes in
                var offset = 0
                do throws(HTTPViolation) {
                    while let event = try parser.next(bytes, at: &offset) { add(event) }
                    precondition(offset == bytes.count, "bytes were left although more were asked for")
                } catch {
                    violation = error
                }
            }
            if violation != nil { return }
        }
    }

    init(_ text: String, limits: HTTPLimits = HTTPLimits()) {
        self.init([Array(text.utf8)], limits: limits)
    }

    private mutating func add(_ event: HTTPRequestParser.Event) {
        switch event {
        case .head(let head): requests.append(Request(head: head))
        case .body(let part): requests[requests.count - 1].body += part
        case .end: requests[requests.count - 1].isComplete = true
        }
    }
}

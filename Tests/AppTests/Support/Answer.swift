import WebServer

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]
    let cookies: [String]
    let upgrade: WebSocketUpgrade?

    init(_ reply: Reply) {
        switch reply {
        case .response(let response):
            status = response.status
            headers = Dictionary(response.headers.all.map { ($0.name, $0.value) }) { $0 + ", " + $1 }
            cookies = response.headers.values(of: "set-cookie")
            body = response.body
            upgrade = nil
        case .stream(let response):
            status = 200
            headers = Dictionary(response.headers.all.map { ($0.name, $0.value) }) { $0 + ", " + $1 }
            cookies = []
            body = []
            upgrade = nil
        case .webSocket(let upgrade):
            status = 101
            headers = [:]
            cookies = []
            body = []
            self.upgrade = upgrade
        }
    }

    var text: String { String(decoding: body, as: UTF8.self) }
    var location: String? { headers["location"] }

    /// The value of the first hidden field of that name.
    func hidden(_ name: String) -> String? {
        guard let start = text.range(of: "name=\"\(name)\" value=\"")?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "\"" })
    }
}

extension String {
    /// Where a text first stands, without Foundation.
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}

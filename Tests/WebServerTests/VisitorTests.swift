import Testing
import WebProtocol

@testable import WebServer

/// Whose word about a visitor counts.
@Suite struct VisitorTests {
    private static let proxies: Set<String> = ["127.0.0.1", "10.0.0.2", "2001:db8::1"]

    private func visitor(_ fields: HeaderFields, from address: String = "127.0.0.1") -> Visitor {
        Visitor(address: address, isSecure: false, fields: fields, proxies: Self.proxies)
    }

    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9"), ("198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.2", "203.0.113.9"), ("10.0.0.2", "10.0.0.2"), ("2001:DB8::7", "2001:db8::7"),
        ("203.0.113.9, 2001:0db8:0:0::1", "203.0.113.9"), ("203.0.113.9, unknown", "127.0.0.1"),
        ("unknown, 203.0.113.9", "203.0.113.9"), ("203.0.113.999", "127.0.0.1"), ("", "127.0.0.1"),
    ])
    func `the last address that is no proxy of ours is the visitor's`(list: String, expected: String) throws {
        #expect(visitor(["x-forwarded-for": try #require(HeaderValue(list))]).address == expected)
    }

    @Test func `several fields are one list`() {
        #expect(
            visitor(["x-forwarded-for": "198.51.100.7", "X-Forwarded-For": "203.0.113.9"]).address == "203.0.113.9")
    }

    @Test func `a proxy says how the browser talks to it, the last one last`() {
        #expect(visitor(["x-forwarded-proto": "https"]).isSecure)
        #expect(!visitor(["x-forwarded-proto": "https, http"]).isSecure)
        #expect(visitor(["x-forwarded-host": "Udkast.example:8443"]).authority == "udkast.example:8443")
        #expect(visitor(["x-forwarded-host": "udkast.example/x"]).authority == nil)
    }

    @Test func `nobody else is believed`() {
        let fields: HeaderFields = [
            "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "x-forwarded-host": "udkast.example",
        ]
        #expect(
            visitor(fields, from: "10.0.0.3")
                == Visitor(address: "10.0.0.3", isSecure: false, fields: [:], proxies: []))
    }
}

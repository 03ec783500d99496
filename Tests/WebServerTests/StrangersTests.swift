import Testing

@testable import WebServer

/// How many connections an address may have over which nobody has shown who they are (requirements S21).
struct StrangersTests {
    @Test func `an address has its number of strangers, and another address its own`() {
        let strangers = Strangers(limit: 2)

        #expect(strangers.arrive("192.0.2.1"))
        #expect(strangers.arrive("192.0.2.1"))
        #expect(!strangers.arrive("192.0.2.1"))
        #expect(strangers.arrive("192.0.2.2"))

        strangers.leave("192.0.2.1")
        #expect(strangers.arrive("192.0.2.1"))
    }

    @Test func `a proxy on this machine may bring everybody`() {
        let strangers = Strangers(limit: 1)
        for _ in 0..<10 {
            #expect(strangers.arrive("127.0.0.1"))
            #expect(strangers.arrive("::1"))
        }
    }

    @Test(arguments: [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::7", true), ("2001:db8::1", "2001:db8:0:0:9::", true),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", false), ("::1:2:3:4:5", "0:0:0:1:9:9:9:9", true),
        ("192.0.2.1", "192.0.2.10", false), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
    ])
    func `what one household has of IPv6 counts as one address`(left: String, right: String, areOne: Bool) {
        #expect((Strangers.key(of: left) == Strangers.key(of: right)) == areOne)
    }
}

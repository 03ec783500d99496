import Crypto
import Testing

@Suite struct PasswordTests {
    static let stored = Password.hash("rødgrød med fløde")

    @Test func `a stored password names its cost and verifies`() {
        #expect(Self.stored.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        #expect(Password.verify("rødgrød med fløde", against: Self.stored))
        #expect(!Password.needsRehash(Self.stored))
    }

    @Test(arguments: ["", "rødgrød med flød", "Rødgrød med fløde", "rødgrød med fløde "])
    func `any other password is refused`(attempt: String) {
        #expect(!Password.verify(attempt, against: Self.stored))
    }

    @Test func `the same password is stored differently each time`() {
        #expect(Password.hash("rødgrød med fløde") != Self.stored)
    }

    @Test func `a hash made at a lower cost verifies and asks to be made anew`() {
        // Independent of our code: Python's hashlib.scrypt(b"pleaseletmein", salt=b"SodiumChloride", n=16384, r=8, p=1, dklen=32).
        let stored =
            "$scrypt$ln=14,r=8,p=1$\(Base64URL.encode(Array("SodiumChloride".utf8)))$"
            + Base64URL.encode(Hex.decode("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")!)

        #expect(Password.verify("pleaseletmein", against: stored))
        #expect(!Password.verify("pleaseletmeout", against: stored))
        #expect(Password.needsRehash(stored))
    }

    @Test(arguments: [
        "", "$", "rødgrød med fløde", "$scrypt$ln=15,r=8,p=3$AAAA$", "$scrypt$ln=15,r=8,p=3$$AAAA",
        "$scrypt$ln=64,r=8,p=3$AAAA$AAAA", "$scrypt$ln=15,r=8$AAAA$AAAA", "$argon2id$ln=15,r=8,p=3$AAAA$AAAA",
        "$scrypt$ln=15,r=8,p=-1$AAAA$AAAA", "$scrypt$ln=15,r=8,p=3$AA*A$AAAA",
    ])
    func `a damaged stored password fits nothing and asks to be made anew`(stored: String) {
        #expect(!Password.verify("rødgrød med fløde", against: stored))
        #expect(!Password.verify("", against: stored))
        #expect(Password.needsRehash(stored))
    }
}

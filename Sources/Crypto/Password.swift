import COpenSSL

/// Passwords as they may be stored: scrypt (RFC 7914) with its parameters beside the hash, so that they can be raised
/// later while old hashes still verify.
///
/// The form is the PHC string `$scrypt$ln=15,r=8,p=3$SALT$HASH`, both in base64url.
/// One hash takes some 0.2 s of CPU and 32 MiB, so it belongs on a thread of its own, never on an event loop.
public enum Password {
    /// Hashes a password under a new random salt. How long it must be and may be is for the caller to say.
    public static func hash(_ password: String) -> String {
        let salt = SecureRandom.bytes(saltByteCount)
        guard let hash = Cost.current.derive(password, salt: salt) else {
            preconditionFailure("OpenSSL refused scrypt at the standard cost")
        }
        return "$scrypt$\(Cost.current)$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
    }

    /// Whether `password` is the one that `stored` was made from; false too if `stored` is damaged.
    public static func verify(_ password: String, against stored: String) -> Bool {
        guard let stored = StoredHash(stored), let hash = stored.cost.derive(password, salt: stored.salt) else {
            return false
        }
        return constantTimeEqual(hash, stored.hash)
    }

    /// Whether `stored` was made at another cost than today's, and should be made anew at the next login.
    public static func needsRehash(_ stored: String) -> Bool {
        StoredHash(stored)?.cost != Cost.current
    }

    /// Spends the time of a verification for a member who does not exist, so that an answer does not tell which
    /// addresses have an account.
    public static func verifyForNobody(_ password: String) {
        _ = verify(password, against: nobody)
    }

    private static let saltByteCount = 16

    /// A hash that no known password fits.
    private static let nobody = hash(SecureRandom.token())
}

/// What one hash costs (RFC 7914, section 2).
private struct Cost: Hashable, CustomStringConvertible {
    /// log2 of N, the rounds and blocks of memory.
    var logN: UInt64
    var r: UInt64
    var p: UInt64

    /// N = 2^15, r = 8, p = 3: 32 MiB; one of the settings that OWASP ASVS 5.0, appendix C, approves.
    static let current = Cost(logN: 15, r: 8, p: 3)

    /// A stored string asks for no more than this; a damaged one cannot stop the server.
    static let maximum = Cost(logN: 18, r: 16, p: 16)

    static let hashByteCount = 32

    var description: String { "ln=\(logN),r=\(r),p=\(p)" }

    /// Nil if OpenSSL refuses the parameters.
    func derive(_ password: String, salt: [UInt8]) -> [UInt8]? {
        let password = Array(password.utf8).map { CChar(bitPattern: $0) }
        var hash = [UInt8](repeating: 0, count: Self.hashByteCount)
        // OpenSSL refuses more than 32 MiB unless told; the scheme needs 128 r (N + p) and a little.
        let memory = 128 * r * ((1 << logN) + p + 32)
        let done = EVP_PBE_scrypt(
            password, password.count, salt, salt.count, 1 << logN, r, p, memory, &hash, hash.count)
        return done == 1 ? hash : nil
    }
}

/// The parts of a stored string.
private struct StoredHash {
    let cost: Cost
    let salt: [UInt8]
    let hash: [UInt8]

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let numbers = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count == 3,
            let logN = Self.number(numbers[0], named: "ln", maximum: Cost.maximum.logN),
            let r = Self.number(numbers[1], named: "r", maximum: Cost.maximum.r),
            let p = Self.number(numbers[2], named: "p", maximum: Cost.maximum.p),
            let salt = Base64URL.decode(String(parts[3])), !salt.isEmpty,
            let hash = Base64URL.decode(String(parts[4])), hash.count == Cost.hashByteCount
        else { return nil }
        cost = Cost(logN: logN, r: r, p: p)
        self.salt = salt
        self.hash = hash
    }

    private static func number(_ text: Substring, named name: String, maximum: UInt64) -> UInt64? {
        guard text.hasPrefix("\(name)="), let value = UInt64(text.dropFirst(name.count + 1)),
            (1...maximum).contains(value)
        else { return nil }
        return value
    }
}

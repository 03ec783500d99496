import COpenSSL

/// Randomness that a stranger cannot guess: session ids, tokens, salts.
public enum SecureRandom {
    /// Bytes from OpenSSL's generator, which the kernel seeds.
    ///
    /// A generator that fails ends the program: to go on with guessable ids would be worse.
    ///
    /// - Parameter count: How many, at least 0.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "OpenSSL's random generator failed")
        return bytes
    }

    /// A token of 256 bits in base64url, 43 characters: for cookies, invitations, resets.
    public static func token() -> String {
        Base64URL.encode(bytes(32))
    }
}

/// Compares two secrets in a time that depends on their length alone.
///
/// - Returns: Whether both have the same length and the same bytes.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return CRYPTO_memcmp(left, right, left.count) == 0
}

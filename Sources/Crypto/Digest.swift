import COpenSSL

/// SHA-256 (FIPS 180-4): of one array at once, or of a stream piece by piece.
///
///     var digest = SHA256()
///     for chunk in file { digest.update(chunk) }
///     let hash = digest.finish()
public struct SHA256: ~Copyable {
    /// How long a digest is, in bytes.
    public static let byteCount = 32

    /// Owned by this value, which cannot be copied; freed in `deinit`.
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL has no SHA-256")
        }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "OpenSSL refused SHA-256 input")
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of everything that came in, 32 bytes.
    public consuming func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1, "OpenSSL refused to finish SHA-256")
        return digest
    }

    /// The digest of `bytes`, 32 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        oneShot(bytes, EVP_sha256(), byteCount: byteCount)
    }

    /// The digest of `text` in UTF-8, 32 bytes.
    public static func hash(_ text: String) -> [UInt8] {
        hash(Array(text.utf8))
    }
}

/// SHA-1, for the WebSocket handshake alone (RFC 6455, section 4.2.2): it is broken as a signature.
public enum SHA1 {
    /// The digest of `bytes`, 20 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        oneShot(bytes, algorithm.pointer, byteCount: 20)
    }

    /// Fetched once: OpenSSL looks an algorithm up in its providers for every digest, which takes longer than this one.
    private static let algorithm = Algorithm(EVP_MD_fetch(nil, "SHA1", nil))
}

/// An algorithm of OpenSSL's, for as long as the program runs.
private struct Algorithm: @unchecked Sendable {
    // Sendable because OpenSSL never changes what it has fetched.
    let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) {
        self.pointer = pointer
    }
}

private func oneShot(_ bytes: [UInt8], _ algorithm: OpaquePointer?, byteCount: Int) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: byteCount)
    precondition(EVP_Digest(bytes, bytes.count, &digest, nil, algorithm, nil) == 1, "OpenSSL refused a digest")
    return digest
}

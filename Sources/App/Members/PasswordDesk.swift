import Crypto
import Dispatch

/// Where passwords are hashed and compared: one at a time, on a thread of its own.
///
/// A hash takes about 0.2 s and 32 MiB. On the threads that all tasks share, a handful of people who log on at once
/// would hold up everyone else; here they queue, and at most one hash is in memory.
final class PasswordDesk: Sendable {
    private let queue = DispatchQueue(label: "udkast.passwords")

    /// Whether the password is the right one. Without a stored hash the same time is spent and the answer is no, so
    /// that nobody learns from the clock which addresses have an account (requirements S7).
    func verify(_ password: String, against stored: String?) async -> Bool {
        await run {
            guard let stored else {
                Password.verifyForNobody(password)
                return false
            }
            return Password.verify(password, against: stored)
        }
    }

    func hash(_ password: String) async -> String {
        await run { Password.hash(password) }
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

/// Whether a password may be chosen (requirements S6: at least 12 characters, at most 256, not one of the usual ones).
enum PasswordRule {
    /// What is wrong with the password, or nil.
    static func problem(with password: String, email: String) -> Phrase? {
        if password.count < 12 { return .passwordTooShort }
        if password.count > 256 { return .passwordTooLong }
        let letters = password.lowercased()
        let name = email.lowercased().split(separator: "@").first.map(String.init) ?? ""
        let isOwnName = !name.isEmpty && letters.replacing(name, with: "").count < 6
        if Set(letters).count < 5 || usual.contains(letters) || isOwnName { return .passwordTooCommon }
        return nil
    }

    /// Passwords of 12 characters and more that head the published lists of leaked ones, and what people here would
    /// think of first. Shorter ones are refused by their length.
    private static let usual: Set<String> = [
        "123456789012", "1234567890123", "12345678901234", "123456789101112", "qwertyuiop123", "qwertyuiop12",
        "password1234", "password12345", "passwordpassword", "adgangskode1", "adgangskode12", "adgangskode123",
        "kodeord12345", "1q2w3e4r5t6y", "q1w2e3r4t5y6", "1qaz2wsx3edc", "qazwsxedcrfv", "iloveyou1234",
        "administrator", "administrator1", "welcome12345", "velkommen123", "velkommen1234", "sommer202600",
        "sommerferie2026", "danmark12345", "udkastudkast", "indkøbsmål2026", "indkoebsmaal", "abcdefghijkl",
    ]
}

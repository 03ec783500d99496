import Crypto
import Dispatch
import Foundation
import Synchronization

/// Where passwords are hashed and compared: on a few threads of their own.
///
/// A hash takes about 0.2 s and 32 MiB. On the threads that all tasks share, a handful of people who log on at once
/// would hold up everyone else; here they queue, and at most one hash a lane is in memory.
final class PasswordDesk: Sendable {
    /// How many may stand in the queue. At five hashes a second and lane, more would wait longer than a browser does,
    /// and a flood of logins must not become a flood of memory.
    static let longestQueue = 60

    private let lanes: [DispatchQueue]
    private let state = Mutex((waiting: 0, next: 0))

    /// - Parameter lanes: At least 1. Half the processors leave the other half to the event loops.
    init(lanes: Int = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)) {
        self.lanes = (0..<lanes).map { DispatchQueue(label: "udkast.passwords.\($0)") }
    }

    /// Whether the password is the right one. Without a stored hash the same time is spent and the answer is no, so
    /// that nobody learns from the clock which addresses have an account (requirements S7).
    ///
    /// - Throws: ``PageProblem/tooManyRequests(seconds:)`` when the queue is full.
    func verify(_ password: String, against stored: String?) async throws(PageProblem) -> Bool {
        try await run {
            guard let stored else {
                Password.verifyForNobody(password)
                return false
            }
            return Password.verify(password, against: stored)
        }
    }

    /// - Throws: ``PageProblem/tooManyRequests(seconds:)`` when the queue is full.
    func hash(_ password: String) async throws(PageProblem) -> String {
        try await run { Password.hash(password) }
    }

    /// How many are in the queue or being worked on.
    var waiting: Int { state.withLock { $0.waiting } }

    func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(PageProblem) -> Result {
        let lane: DispatchQueue? = state.withLock { state in
            guard state.waiting < Self.longestQueue * lanes.count else { return nil }
            state.waiting += 1
            state.next = (state.next + 1) % lanes.count
            return lanes[state.next]
        }
        guard let lane else { throw .tooManyRequests(seconds: 5) }
        defer { state.withLock { $0.waiting -= 1 } }
        return await withCheckedContinuation { continuation in
            lane.async { continuation.resume(returning: work()) }
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

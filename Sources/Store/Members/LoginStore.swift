import RichText
import SQLite
public import Workspace

/// A signed-in browser.
public struct Login: Hashable, Sendable {
    /// Names the login to its owner, who may end it; says nothing about the token.
    public let id: String
    public let member: MemberID
    public let startedAt: Timestamp

    /// To within ``LoginStore/touchInterval``.
    public let lastSeenAt: Timestamp
}

/// Signed-in browsers. Each holds a secret token; the store holds only the token's SHA-256.
public struct LoginStore: Sendable {
    let worker: StoreWorker

    /// A login that nobody has used for so long is over: 8 hours, a working day, in milliseconds.
    public static let idleLimit: Int64 = 8 * 3_600_000

    /// No login lasts longer, however busy: 7 days, in milliseconds.
    public static let absoluteLimit: Int64 = 7 * 24 * 3_600_000

    /// How often a login's last use is written down: 5 minutes, in milliseconds, so that a page view costs no write.
    public static let touchInterval: Int64 = 5 * 60_000

    /// Begins a login.
    ///
    /// - Parameter token: At least 32 random bytes, which only the browser keeps.
    public func begin(token: [UInt8], member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.run(
                "DELETE FROM login WHERE startedAt <= ? OR lastSeenAt <= ?",
                .time(time.advanced(byMilliseconds: -LoginStore.absoluteLimit)),
                .time(time.advanced(byMilliseconds: -LoginStore.idleLimit)))
            try database.run(
                """
                INSERT INTO login (tokenHash, member, startedAt, lastSeenAt)
                VALUES (?, ?, ?, ?)
                """, .blob(SHA256.hash(token)), .id(member), .time(time), .time(time))
            try database.journal(.loggedIn, of: member.rawValue, by: member, at: time)
        }
    }

    /// The login that a token belongs to; nil when there is none or it is over.
    ///
    /// A login that is over is removed, so that no clock set back can bring it to life again.
    public func login(token: [UInt8], at time: Timestamp) async throws(StoreError) -> Login? {
        let hash = SHA256.hash(token)
        let found = try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT tokenHash, member, startedAt, lastSeenAt
                FROM login
                WHERE tokenHash = ?
                """, .blob(hash), read: Login.init(row:))
        }
        guard let found else { return nil }
        let idle = time.milliseconds - found.lastSeenAt.milliseconds
        let age = time.milliseconds - found.startedAt.milliseconds
        if idle >= LoginStore.idleLimit || age >= LoginStore.absoluteLimit {
            try await worker.decide { database throws(StoreError) in
                try database.run("DELETE FROM login WHERE tokenHash = ?", .blob(hash))
            }
            return nil
        }
        if idle >= LoginStore.touchInterval {
            try await worker.decide { database throws(StoreError) in
                try database.run("UPDATE login SET lastSeenAt = ? WHERE tokenHash = ?", .time(time), .blob(hash))
            }
        }
        return found
    }

    /// Whether a login goes on, of somebody who is here over a socket and so shows no token; notes when it was last used.
    ///
    /// - Parameter use: When the member last did something over the socket.
    public func goesOn(
        _ id: String, of member: MemberID, use: Timestamp, at time: Timestamp
    ) async throws(StoreError) -> Bool {
        guard let login = try await logins(of: member).first(where: { $0.id == id }) else { return false }
        let latest = max(use, login.lastSeenAt)
        guard time.milliseconds - latest.milliseconds < LoginStore.idleLimit,
            time.milliseconds - login.startedAt.milliseconds < LoginStore.absoluteLimit
        else {
            try await worker.decide { database throws(StoreError) in
                try database.run("DELETE FROM login WHERE lower(hex(tokenHash)) = ?", .text(id))
            }
            return false
        }
        if latest.milliseconds - login.lastSeenAt.milliseconds >= LoginStore.touchInterval {
            try await worker.decide { database throws(StoreError) in
                try database.run(
                    "UPDATE login SET lastSeenAt = ? WHERE lower(hex(tokenHash)) = ?", .time(latest), .text(id))
            }
        }
        return true
    }

    /// Ends the login that a token belongs to. Does nothing when there is none.
    public func end(token: [UInt8], at time: Timestamp) async throws(StoreError) {
        let hash = SHA256.hash(token)
        try await worker.decide { database throws(StoreError) in
            let member = try database.first(
                "DELETE FROM login WHERE tokenHash = ? RETURNING member", .blob(hash)
            ) { row throws(SQLiteError) in try row.identifier(0, as: MemberID.self) }
            guard let member else { return }
            try database.journal(.loggedOut, of: member.rawValue, by: member, at: time)
        }
    }

    /// A member's logins, the newest first.
    public func logins(of member: MemberID) async throws(StoreError) -> [Login] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT tokenHash, member, startedAt, lastSeenAt
                FROM login
                WHERE member = ?
                ORDER BY startedAt DESC
                """, .id(member), read: Login.init(row:))
        }
    }

    /// Ends one of a member's own logins.
    ///
    /// - Throws: ``StoreError/notFound`` when the member has no such login.
    public func end(_ id: String, of member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.change(
                """
                DELETE FROM login
                WHERE lower(hex(tokenHash)) = ? AND member = ?
                """, .text(id), .id(member))
            try database.journal(.loggedOut, of: member.rawValue, by: member, at: time)
        }
    }
}

extension Login {
    init(row: borrowing Row) throws(SQLiteError) {
        id = hexadecimal(try row.blob(0))
        member = try row.identifier(1)
        startedAt = try row.timestamp(2)
        lastSeenAt = try row.timestamp(3)
    }
}

/// Two lower-case digits for each byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

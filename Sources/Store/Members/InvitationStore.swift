import RichText
import SQLite
public import Workspace

/// Addresses that let one person in once: the first Secretariat member, and later whoever has been invited.
///
/// Only a token's SHA-256 is stored. Looking at a token does not use it up, so that a mail scanner that follows the
/// link does no harm.
public struct InvitationStore: Sendable {
    let worker: StoreWorker

    /// The longest that an invitation may be valid: 7 days, in milliseconds.
    public static let longestValidity: Int64 = 7 * 24 * 3_600_000

    /// Issues the token by which the first Secretariat member sets up an empty store; earlier ones stop working.
    public func issueSetup(token: [UInt8], at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.run("DELETE FROM invitation WHERE member IS NULL AND usedAt IS NULL")
            try database.issue(token: token, member: nil, by: nil, at: time)
        }
    }

    /// Issues a token by which a member sets a password; earlier ones for the member stop working.
    public func issue(
        token: [UInt8], for member: MemberID, by author: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.run("DELETE FROM invitation WHERE member = ? AND usedAt IS NULL", .id(member))
            try database.issue(token: token, member: member, by: author, at: time)
        }
    }

    /// What a token is good for, without using it.
    public enum Purpose: Hashable, Sendable {
        /// To become the first Secretariat member.
        case setup
        /// To set the password of this member.
        case password(MemberID)
    }

    /// Nil when the token is unknown, used or too old.
    public func purpose(ofToken token: [UInt8], at time: Timestamp) async throws(StoreError) -> Purpose? {
        try await worker.read { database throws(StoreError) in try database.purpose(ofToken: token, at: time) }
    }

    /// Uses a setup token: the member is added to the Secretariat, with a password, and the token is spent.
    ///
    /// - Throws: ``StoreError/tokenNotValid`` when it is no setup token, or was used, or is too old.
    public func setUp(
        token: [UInt8], member: Member, passwordHash: String, at time: Timestamp
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            guard try database.purpose(ofToken: token, at: time) == .setup else { throw .tokenNotValid }
            var member = member
            member.isSecretariat = true
            try database.insert(member, by: nil, at: time)
            try database.setPassword(hash: passwordHash, of: member.id, by: member.id, at: time)
            try database.spend(token: token, by: member.id, at: time)
        }
    }

    /// Uses an invitation: its member gets the password, and the token is spent.
    ///
    /// - Throws: ``StoreError/tokenNotValid`` when it is no invitation, or was used, or is too old.
    @discardableResult
    public func accept(
        token: [UInt8], passwordHash: String, at time: Timestamp
    ) async throws(StoreError) -> MemberID {
        try await worker.decide { database throws(StoreError) in
            guard case .password(let member) = try database.purpose(ofToken: token, at: time) else {
                throw .tokenNotValid
            }
            try database.setPassword(hash: passwordHash, of: member, by: member, at: time)
            try database.spend(token: token, by: member, at: time)
            return member
        }
    }
}

extension Database {
    fileprivate func issue(
        token: [UInt8], member: MemberID?, by author: MemberID?, at time: Timestamp
    ) throws(StoreError) {
        try run(
            """
            INSERT INTO invitation (tokenHash, member, issuedBy, issuedAt, expiresAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            .blob(SHA256.hash(token)), .id(member), .id(author), .time(time),
            .time(time.advanced(byMilliseconds: InvitationStore.longestValidity)))
        try journal(.invitationIssued, of: member?.rawValue ?? "setup", by: author, at: time)
    }

    fileprivate func purpose(
        ofToken token: [UInt8], at time: Timestamp
    ) throws(StoreError) -> InvitationStore.Purpose? {
        try first(
            """
            SELECT member
            FROM invitation
            WHERE tokenHash = ? AND usedAt IS NULL AND issuedAt <= ? AND expiresAt > ?
            """, .blob(SHA256.hash(token)), .time(time), .time(time)
        ) { row throws(SQLiteError) in
            try row.optionalIdentifier(0, as: MemberID.self).map { .password($0) } ?? .setup
        }
    }

    fileprivate func spend(token: [UInt8], by member: MemberID, at time: Timestamp) throws(StoreError) {
        try change(
            "UPDATE invitation SET usedAt = ? WHERE tokenHash = ?", .time(time), .blob(SHA256.hash(token)))
        try journal(.invitationUsed, of: member.rawValue, by: member, at: time)
    }
}

import SQLite
public import Workspace

/// People, their organisations and their passwords.
public struct MemberStore: Sendable {
    let worker: StoreWorker

    /// Whether nobody has been added yet: a new store.
    public func isEmpty() async throws(StoreError) -> Bool {
        try await worker.read { database throws(StoreError) in
            try database.number("SELECT count(*) FROM member") == 0
        }
    }

    public func member(_ id: MemberID) async throws(StoreError) -> Member? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT id, name, initials, email, organisation, title, isSecretariat
                FROM member
                WHERE id = ?
                """, .id(id), read: Member.init(row:))
        }
    }

    /// Everybody, by name in Danish order.
    public func all() async throws(StoreError) -> [Member] {
        let members = try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT id, name, initials, email, organisation, title, isSecretariat
                FROM member
                """, read: Member.init(row:))
        }
        return members.sortedInDanish(by: \.name)
    }

    /// Adds a person, who cannot log in before there is a password.
    ///
    /// - Throws: ``StoreError/duplicate`` when the id or the e-mail address is taken.
    public func add(_ member: Member, by author: MemberID?, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.insert(member, by: author, at: time)
        }
    }

    // MARK: Passwords

    /// The person behind an address and the hash of their password, to be compared elsewhere.
    ///
    /// Nil for an unknown address and for a person without a password. The address is compared in small letters.
    public func credentials(email: String) async throws(StoreError) -> (member: Member, passwordHash: String)? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT m.id, m.name, m.initials, m.email, m.organisation, m.title, m.isSecretariat, p.hash
                FROM member m
                JOIN password p ON p.member = m.id
                WHERE m.email = ?
                """, .text(email.lowercased())
            ) { row throws(SQLiteError) in (member: try Member(row: row), passwordHash: try row.text(7)) }
        }
    }

    /// Gives a person a new password and ends all logins that were made with the old one.
    ///
    /// - Parameter hash: With its salt and parameters, as `Crypto.Password` writes it.
    public func setPassword(
        hash: String, of member: MemberID, by author: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.setPassword(hash: hash, of: member, by: author, at: time)
        }
    }

    /// Stores the same password in another form, for instance hashed at a higher cost. Logins go on, and the journal
    /// has nothing to tell. Does nothing when the person has got another password meanwhile.
    public func replaceHash(
        _ hash: String, of member: MemberID, with stronger: String
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.run(
                """
                UPDATE password
                SET hash = ?
                WHERE member = ? AND hash = ?
                """, .text(stronger), .id(member), .text(hash))
        }
    }

    // MARK: Organisations

    public func organisation(_ id: OrganisationID) async throws(StoreError) -> Organisation? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT id, name, shortName, kind, isPartner
                FROM organisation
                WHERE id = ?
                """, .id(id), read: Organisation.init(row:))
        }
    }

    /// All organisations, by name in Danish order.
    public func organisations() async throws(StoreError) -> [Organisation] {
        let organisations = try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT id, name, shortName, kind, isPartner
                FROM organisation
                """, read: Organisation.init(row:))
        }
        return organisations.sortedInDanish(by: \.name)
    }

    public func add(_ organisation: Organisation) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in try database.insert(organisation) }
    }
}

extension Database {
    func insert(_ organisation: Organisation) throws(StoreError) {
        try run(
            """
            INSERT INTO organisation (id, name, shortName, kind, isPartner)
            VALUES (?, ?, ?, ?, ?)
            """,
            .id(organisation.id), .text(organisation.name), .text(organisation.shortName), .raw(organisation.kind),
            .bool(organisation.isPartner))
    }

    func insert(_ member: Member, by author: MemberID?, at time: Timestamp) throws(StoreError) {
        try run(
            """
            INSERT INTO member (id, name, initials, email, organisation, title, isSecretariat)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .id(member.id), .text(member.name), .text(member.initials), .text(member.email.lowercased()),
            .id(member.organisation), .text(member.title), .bool(member.isSecretariat))
        try journal(
            .memberAdded, of: member.id.rawValue, detail: member.isSecretariat ? "secretariat" : "", by: author,
            at: time)
    }

    func setPassword(
        hash: String, of member: MemberID, by author: MemberID, at time: Timestamp
    ) throws(StoreError) {
        try run(
            """
            INSERT INTO password (member, hash, setAt)
            VALUES (?, ?, ?)
            ON CONFLICT (member) DO UPDATE SET hash = excluded.hash, setAt = excluded.setAt
            """, .id(member), .text(hash), .time(time))
        try run("DELETE FROM login WHERE member = ?", .id(member))
        try journal(.passwordSet, of: member.rawValue, by: author, at: time)
    }
}

extension Member {
    init(row: borrowing Row) throws(SQLiteError) {
        self.init(
            id: try row.identifier(0), name: try row.text(1), initials: try row.text(2), email: try row.text(3),
            organisation: try row.optionalIdentifier(4), title: try row.text(5), isSecretariat: try row.bool(6))
    }
}

extension Organisation {
    init(row: borrowing Row) throws(SQLiteError) {
        self.init(
            id: try row.identifier(0), name: try row.text(1), shortName: try row.text(2), kind: try row.value(3),
            isPartner: try row.bool(4))
    }
}

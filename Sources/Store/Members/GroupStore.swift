import SQLite
public import Workspace

/// Working groups and who is in them.
public struct GroupStore: Sendable {
    let worker: StoreWorker

    public func group(_ id: GroupID) async throws(StoreError) -> Group? {
        try await worker.read { database throws(StoreError) in try database.group(id) }
    }

    /// All groups, by name in Danish order: for the Secretariat.
    public func all() async throws(StoreError) -> [Group] {
        let groups = try await worker.read { database throws(StoreError) in
            try database.groups(
                try database.rows("SELECT id FROM workingGroup") { row throws(SQLiteError) in try row.identifier(0) })
        }
        return groups.sortedInDanish(by: \.name)
    }

    /// The groups that a person is in, by name in Danish order, and as what.
    ///
    /// Someone in the Secretariat serves every group, so all of them.
    public func groups(of member: MemberID) async throws(StoreError) -> [(group: Group, role: Role)] {
        let found = try await worker.read { database throws(StoreError) in
            var found: [(group: Group, role: Role)] = []
            let ids = try database.rows("SELECT id FROM workingGroup") { row throws(SQLiteError) in
                try row.identifier(0, as: GroupID.self)
            }
            for id in ids {
                guard let role = try database.role(of: member, in: id), let group = try database.group(id) else {
                    continue
                }
                found.append((group: group, role: role))
            }
            return found
        }
        return found.sortedInDanish(by: \.group.name)
    }

    /// What a person is in a group: as its list says, otherwise `.secretariat` for the Secretariat, otherwise nil.
    public func role(of member: MemberID, in group: GroupID) async throws(StoreError) -> Role? {
        try await worker.read { database throws(StoreError) in try database.role(of: member, in: group) }
    }

    /// Who is in a group: chair, members, Secretariat, observers, each by name in Danish order.
    public func memberships(of group: GroupID) async throws(StoreError) -> [(member: Member, role: Role)] {
        let found = try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT m.id, m.name, m.initials, m.email, m.organisation, m.title, m.isSecretariat, s.role
                FROM membership s
                JOIN member m ON m.id = s.member
                WHERE s.workingGroup = ?
                """, .id(group)
            ) { row throws(SQLiteError) in (member: try Member(row: row), role: try row.value(7, as: Role.self)) }
        }
        let byName = found.sortedInDanish(by: \.member.name)
        return [Role.chair, .member, .secretariat, .observer].flatMap { role in byName.filter { $0.role == role } }
    }

    public func add(_ group: Group, by author: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.insert(group, by: author, at: time)
        }
    }

    /// Takes a person into a group, or changes what they are there.
    public func set(_ membership: Membership, by author: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.set(membership, by: author, at: time)
        }
    }

    /// Takes a person out of a group. What they wrote stays theirs.
    ///
    /// - Throws: ``StoreError/notFound`` when they are not in it.
    public func endMembership(
        of member: MemberID, in group: GroupID, by author: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.change(
                "DELETE FROM membership WHERE workingGroup = ? AND member = ?", .id(group), .id(member))
            try database.journal(.membershipEnded, of: group.rawValue, detail: member.rawValue, by: author, at: time)
        }
    }

    /// Notes that a group's target has come to another state.
    ///
    /// - Parameter remark: Why, or until when; may be empty.
    public func setState(
        _ state: TargetState, of group: GroupID, remark: String = "", by author: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.change("UPDATE workingGroup SET state = ? WHERE id = ?", .raw(state), .id(group))
            let detail = remark.isEmpty ? state.rawValue : "\(state.rawValue): \(remark)"
            try database.journal(.stateChanged, of: group.rawValue, detail: detail, by: author, at: time)
        }
    }
}

extension Database {
    func insert(_ group: Group, by author: MemberID, at time: Timestamp) throws(StoreError) {
        try run(
            """
            INSERT INTO workingGroup (id, name, kind, minimumOrganisations, caseNumber, start, state)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .id(group.id), .text(group.name), .raw(group.kind), .int(group.minimumOrganisations),
            .text(group.caseNumber), .day(group.start), .raw(group.state))
        for (index, milestone) in group.milestones.enumerated() {
            try run(
                """
                INSERT INTO milestone (workingGroup, ordinal, name, day, status)
                VALUES (?, ?, ?, ?, ?)
                """,
                .id(group.id), .int(index + 1), .text(milestone.name), .day(milestone.day), .raw(milestone.status))
        }
        try journal(.groupAdded, of: group.id.rawValue, by: author, at: time)
    }

    func set(_ membership: Membership, by author: MemberID, at time: Timestamp) throws(StoreError) {
        try run(
            """
            INSERT INTO membership (workingGroup, member, role)
            VALUES (?, ?, ?)
            ON CONFLICT (workingGroup, member) DO UPDATE SET role = excluded.role
            """, .id(membership.group), .id(membership.member), .raw(membership.role))
        try journal(
            .membershipSet, of: membership.group.rawValue,
            detail: "\(membership.member.rawValue) \(membership.role.rawValue)", by: author, at: time)
    }

    fileprivate func role(of member: MemberID, in group: GroupID) throws(StoreError) -> Role? {
        let listed = try first(
            "SELECT role FROM membership WHERE workingGroup = ? AND member = ?", .id(group), .id(member)
        ) { row throws(SQLiteError) in try row.value(0, as: Role.self) }
        if let listed { return listed }
        let serves = try number(
            """
            SELECT count(*)
            FROM member, workingGroup
            WHERE member.id = ? AND member.isSecretariat = 1 AND workingGroup.id = ?
            """, .id(member), .id(group))
        return serves > 0 ? .secretariat : nil
    }

    fileprivate func groups(_ ids: [GroupID]) throws(StoreError) -> [Group] {
        var groups: [Group] = []
        for id in ids { if let group = try group(id) { groups.append(group) } }
        return groups
    }

    fileprivate func group(_ id: GroupID) throws(StoreError) -> Group? {
        let milestones = try rows(
            """
            SELECT name, day, status
            FROM milestone
            WHERE workingGroup = ?
            ORDER BY ordinal
            """, .id(id)
        ) { row throws(SQLiteError) in
            Milestone(name: try row.text(0), day: try row.day(1), status: try row.value(2))
        }
        return try first(
            """
            SELECT id, name, kind, minimumOrganisations, caseNumber, start, state
            FROM workingGroup
            WHERE id = ?
            """, .id(id)
        ) { row throws(SQLiteError) in
            Group(
                id: try row.identifier(0), name: try row.text(1), kind: try row.value(2),
                minimumOrganisations: try row.count(3), caseNumber: try row.text(4), start: try row.optionalDay(5),
                state: try row.value(6), milestones: milestones)
        }
    }
}

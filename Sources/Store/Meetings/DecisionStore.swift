import SQLite
public import Workspace

extension MeetingStore {
    // MARK: Decisions

    /// What a meeting decided, in the order in which it was recorded.
    public func decisions(of meeting: MeetingID) async throws(StoreError) -> [Decision] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT d.meeting, d.ordinal, m.number, d.item, d.text, d.criterion, d.agreement
                FROM decision d
                JOIN meeting m ON m.id = d.meeting
                WHERE d.meeting = ?
                ORDER BY d.ordinal
                """, .id(meeting), read: Decision.init(row:))
        }
    }

    /// Records what a meeting decided.
    ///
    /// - Parameters:
    ///   - item: The agenda item's node in the minutes; nil for none.
    ///   - criterion: The criterion that it is about; nil for none.
    /// - Returns: The decision with its number.
    /// - Throws: ``StoreError/notFound`` when there is no such meeting.
    @discardableResult
    public func recordDecision(
        at meeting: MeetingID, item: String?, text: String, criterion: String? = nil,
        agreement: Decision.Agreement = .consensus, by member: MemberID, at time: Timestamp
    ) async throws(StoreError) -> Decision {
        try await worker.decide { database throws(StoreError) in
            let ordinal = try database.number("SELECT count(*) FROM decision WHERE meeting = ?", .id(meeting)) + 1
            let decision = Decision(
                meeting: meeting, ordinal: ordinal, label: "B\(try database.number(of: meeting)).\(ordinal)",
                item: item, text: text, criterion: criterion, agreement: agreement)
            try database.insert(decision)
            try database.journal(.decisionRecorded, of: meeting.rawValue, detail: decision.label, by: member, at: time)
            return decision
        }
    }

    // MARK: Action items

    /// What was promised at a meeting, in the order in which it was recorded.
    public func actionItems(of meeting: MeetingID) async throws(StoreError) -> [ActionItem] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT a.meeting, a.ordinal, m.number, a.item, a.text, a.responsible, a.deadline, a.status,
                    a.closedOn, a.criterion
                FROM actionItem a
                JOIN meeting m ON m.id = a.meeting
                WHERE a.meeting = ?
                ORDER BY a.ordinal
                """, .id(meeting), read: ActionItem.init(row:))
        }
    }

    /// What a group still has to do, by deadline; items without one come last.
    public func openActionItems(of group: GroupID) async throws(StoreError) -> [ActionItem] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT a.meeting, a.ordinal, m.number, a.item, a.text, a.responsible, a.deadline, a.status,
                    a.closedOn, a.criterion
                FROM actionItem a
                JOIN meeting m ON m.id = a.meeting
                WHERE m.workingGroup = ? AND a.status = 'open'
                ORDER BY a.deadline IS NULL, a.deadline, m.number, a.ordinal
                """, .id(group), read: ActionItem.init(row:))
        }
    }

    /// What a person still has to do, over all groups, by deadline; items without one come last.
    public func openActionItems(of member: MemberID) async throws(StoreError) -> [ActionItem] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT a.meeting, a.ordinal, m.number, a.item, a.text, a.responsible, a.deadline, a.status,
                    a.closedOn, a.criterion
                FROM actionItem a
                JOIN meeting m ON m.id = a.meeting
                WHERE a.responsible = ? AND a.status = 'open'
                ORDER BY a.deadline IS NULL, a.deadline, a.meeting, a.ordinal
                """, .id(member), read: ActionItem.init(row:))
        }
    }

    /// Records what somebody promised to do.
    ///
    /// - Parameters:
    ///   - item: The agenda item's node in the minutes; nil for none.
    ///   - criterion: The criterion that it is about; nil for none.
    /// - Returns: The action item with its number.
    /// - Throws: ``StoreError/notFound`` when there is no such meeting or member.
    @discardableResult
    public func recordActionItem(
        at meeting: MeetingID, item: String?, text: String, responsible: MemberID, deadline: Day?,
        criterion: String? = nil, by member: MemberID, at time: Timestamp
    ) async throws(StoreError) -> ActionItem {
        try await worker.decide { database throws(StoreError) in
            let ordinal = try database.number("SELECT count(*) FROM actionItem WHERE meeting = ?", .id(meeting)) + 1
            let action = ActionItem(
                meeting: meeting, ordinal: ordinal, label: "A\(try database.number(of: meeting)).\(ordinal)",
                item: item, text: text, responsible: responsible, deadline: deadline, criterion: criterion)
            try database.insert(action)
            try database.journal(.actionItemRecorded, of: meeting.rawValue, detail: action.label, by: member, at: time)
            return action
        }
    }

    /// Notes that an action item is done.
    ///
    /// - Parameter day: When it was done.
    /// - Throws: ``StoreError/notFound``, or ``StoreError/actionItemIsSettled`` when it is closed already.
    public func closeActionItem(
        _ ordinal: Int, of meeting: MeetingID, on day: Day, by member: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        try await setStatus(.closed, on: day, event: .actionItemClosed, of: ordinal, meeting, by: member, at: time)
    }

    /// Notes that an action item was not done after all.
    ///
    /// - Throws: ``StoreError/notFound``, or ``StoreError/actionItemIsSettled`` when it is open already.
    public func reopenActionItem(
        _ ordinal: Int, of meeting: MeetingID, by member: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        try await setStatus(.open, on: nil, event: .actionItemReopened, of: ordinal, meeting, by: member, at: time)
    }

    private func setStatus(
        _ status: ActionItem.Status, on day: Day?, event: JournalEvent, of ordinal: Int, _ meeting: MeetingID,
        by member: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            let found = try database.first(
                "SELECT status FROM actionItem WHERE meeting = ? AND ordinal = ?", .id(meeting), .int(ordinal)
            ) { row throws(SQLiteError) in try row.value(0, as: ActionItem.Status.self) }
            guard let found else { throw .notFound }
            guard found != status else { throw .actionItemIsSettled }
            try database.change(
                """
                UPDATE actionItem
                SET status = ?, closedOn = ?
                WHERE meeting = ? AND ordinal = ?
                """, .raw(status), .day(day), .id(meeting), .int(ordinal))
            let label = "A\(try database.number(of: meeting)).\(ordinal)"
            try database.journal(event, of: meeting.rawValue, detail: label, by: member, at: time)
        }
    }
}

extension Database {
    func insert(_ decision: Decision) throws(StoreError) {
        try run(
            """
            INSERT INTO decision (meeting, ordinal, item, text, criterion, agreement)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .id(decision.meeting), .int(decision.ordinal), .optional(decision.item), .text(decision.text),
            .optional(decision.criterion), .raw(decision.agreement))
    }

    func insert(_ action: ActionItem) throws(StoreError) {
        try run(
            """
            INSERT INTO actionItem
                (meeting, ordinal, item, text, responsible, deadline, status, closedOn, criterion)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .id(action.meeting), .int(action.ordinal), .optional(action.item), .text(action.text),
            .id(action.responsible), .day(action.deadline), .raw(action.status), .day(action.closedOn),
            .optional(action.criterion))
    }

    /// A meeting's number in its group.
    fileprivate func number(of meeting: MeetingID) throws(StoreError) -> Int {
        let number = try first("SELECT number FROM meeting WHERE id = ?", .id(meeting)) { row throws(SQLiteError) in
            try row.count(0)
        }
        guard let number else { throw .notFound }
        return number
    }
}

extension Decision {
    init(row: borrowing Row) throws(SQLiteError) {
        let ordinal = try row.count(1)
        self.init(
            meeting: try row.identifier(0), ordinal: ordinal, label: "B\(try row.count(2)).\(ordinal)",
            item: try row.optionalText(3), text: try row.text(4), criterion: try row.optionalText(5),
            agreement: try row.value(6))
    }
}

extension ActionItem {
    init(row: borrowing Row) throws(SQLiteError) {
        let ordinal = try row.count(1)
        self.init(
            meeting: try row.identifier(0), ordinal: ordinal, label: "A\(try row.count(2)).\(ordinal)",
            item: try row.optionalText(3), text: try row.text(4), responsible: try row.identifier(5),
            deadline: try row.optionalDay(6), status: try row.value(7), closedOn: try row.optionalDay(8),
            criterion: try row.optionalText(9))
    }
}

import SQLite
public import Workspace

/// Meetings, and who was there. Decisions and action items are beside, in `DecisionStore.swift`.
public struct MeetingStore: Sendable {
    let worker: StoreWorker

    public func meeting(_ id: MeetingID) async throws(StoreError) -> Meeting? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT id, workingGroup, number, title, day, fromMinute, toMinute, place, chair, secretary,
                    agendaSentOn, minutesSentOn, minutesApprovedOn, minutesStatus
                FROM meeting
                WHERE id = ?
                """, .id(id), read: Meeting.init(row:))
        }
    }

    /// A group's meetings by number.
    public func meetings(of group: GroupID) async throws(StoreError) -> [Meeting] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT id, workingGroup, number, title, day, fromMinute, toMinute, place, chair, secretary,
                    agendaSentOn, minutesSentOn, minutesApprovedOn, minutesStatus
                FROM meeting
                WHERE workingGroup = ?
                ORDER BY number
                """, .id(group), read: Meeting.init(row:))
        }
    }

    /// A group's next meeting, which may be today; nil when none has been called.
    public func next(of group: GroupID, on today: Day) async throws(StoreError) -> Meeting? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT id, workingGroup, number, title, day, fromMinute, toMinute, place, chair, secretary,
                    agendaSentOn, minutesSentOn, minutesApprovedOn, minutesStatus
                FROM meeting
                WHERE workingGroup = ? AND day >= ?
                ORDER BY day, fromMinute, number
                LIMIT 1
                """, .id(group), .day(today), read: Meeting.init(row:))
        }
    }

    /// Calls a meeting and makes the document for its agenda and minutes.
    ///
    /// - Throws: ``StoreError/duplicate`` when the id or the group's meeting number is taken.
    public func call(_ meeting: Meeting, by member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.insert(
                meeting, minutesFrozenAt: meeting.minutesStatus == .approved ? time : nil, by: member, at: time)
        }
    }

    /// Changes when and where a meeting is, who leads it, and how far its minutes have come.
    ///
    /// When the minutes become approved, their document is frozen with it.
    public func update(_ meeting: Meeting, by member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.change(
                """
                UPDATE meeting
                SET title = ?, day = ?, fromMinute = ?, toMinute = ?, place = ?, chair = ?, secretary = ?,
                    agendaSentOn = ?, minutesSentOn = ?, minutesApprovedOn = ?, minutesStatus = ?
                WHERE id = ?
                """,
                .text(meeting.title), .day(meeting.day), .int(meeting.from.minutesSinceMidnight),
                .int(meeting.to.minutesSinceMidnight), .text(meeting.place), .id(meeting.chair),
                .id(meeting.secretary), .day(meeting.agendaSentOn), .day(meeting.minutesSentOn),
                .day(meeting.minutesApprovedOn), .raw(meeting.minutesStatus), .id(meeting.id))
            try database.journal(
                .meetingChanged, of: meeting.id.rawValue, detail: meeting.minutesStatus.rawValue, by: member, at: time)
            let isOpen = try database.number(
                "SELECT count(*) FROM document WHERE id = ? AND frozenAt IS NULL", .id(meeting.id))
            if meeting.minutesStatus == .approved, isOpen > 0 {
                try database.freeze(meeting.id, by: member, at: time)
            }
        }
    }

    // MARK: Attendance

    /// Who was invited to a meeting and whether they came, by name in Danish order.
    public func attendance(
        of meeting: MeetingID
    ) async throws(StoreError) -> [(member: Member, attendance: Attendance)] {
        let found = try await worker.read { database throws(StoreError) in
            let items = try database.rows(
                "SELECT member, item FROM attendedItem WHERE meeting = ? ORDER BY item", .id(meeting)
            ) { row throws(SQLiteError) in
                (member: try row.identifier(0, as: MemberID.self), item: try row.count(1))
            }
            let itemsOf = Dictionary(grouping: items, by: \.member)
            return try database.rows(
                """
                SELECT m.id, m.name, m.initials, m.email, m.organisation, m.title, m.isSecretariat,
                    a.capacity, a.presence
                FROM attendance a
                JOIN member m ON m.id = a.member
                WHERE a.meeting = ?
                """, .id(meeting)
            ) { row throws(SQLiteError) in
                let member = try Member(row: row)
                let attendance = Attendance(
                    meeting: meeting, member: member.id, capacity: try row.value(7), presence: try row.value(8),
                    items: (itemsOf[member.id] ?? []).map(\.item))
                return (member: member, attendance: attendance)
            }
        }
        return found.sortedInDanish(by: \.member.name)
    }

    /// Notes whether a person came, in place of what was noted before.
    public func record(_ attendance: Attendance, by member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.insert(attendance)
            try database.journal(
                .attendanceRecorded, of: attendance.meeting.rawValue,
                detail: "\(attendance.member.rawValue) \(attendance.presence.rawValue)", by: member, at: time)
        }
    }

    /// How many of the partnership's organisations had a chair or a member at the meeting.
    public func representedOrganisations(at meeting: MeetingID) async throws(StoreError) -> Int {
        try await worker.read { database throws(StoreError) in
            try database.number(
                """
                SELECT count(DISTINCT o.id)
                FROM attendance a
                JOIN member m ON m.id = a.member
                JOIN organisation o ON o.id = m.organisation
                WHERE a.meeting = ? AND a.presence <> 'apologies' AND a.capacity IN ('chair', 'member')
                    AND o.isPartner = 1
                """, .id(meeting))
        }
    }
}

extension Database {
    func insert(
        _ meeting: Meeting, minutesFrozenAt frozenAt: Timestamp?, by member: MemberID, at time: Timestamp
    ) throws(StoreError) {
        try insert(
            DocumentRecord(
                id: meeting.id, kind: .minutes, group: meeting.group, title: meeting.title,
                frozenAt: frozenAt), by: member, at: time)
        try run(
            """
            INSERT INTO meeting
                (id, workingGroup, number, title, day, fromMinute, toMinute, place, chair, secretary, agendaSentOn,
                minutesSentOn, minutesApprovedOn, minutesStatus)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .id(meeting.id), .id(meeting.group), .int(meeting.number), .text(meeting.title), .day(meeting.day),
            .int(meeting.from.minutesSinceMidnight), .int(meeting.to.minutesSinceMidnight), .text(meeting.place),
            .id(meeting.chair), .id(meeting.secretary), .day(meeting.agendaSentOn), .day(meeting.minutesSentOn),
            .day(meeting.minutesApprovedOn), .raw(meeting.minutesStatus))
        try journal(.meetingCalled, of: meeting.id.rawValue, detail: meeting.day.iso8601, by: member, at: time)
    }

    func insert(_ attendance: Attendance) throws(StoreError) {
        try run(
            "DELETE FROM attendance WHERE meeting = ? AND member = ?", .id(attendance.meeting),
            .id(attendance.member))
        try run(
            """
            INSERT INTO attendance (meeting, member, capacity, presence)
            VALUES (?, ?, ?, ?)
            """,
            .id(attendance.meeting), .id(attendance.member), .raw(attendance.capacity), .raw(attendance.presence))
        for item in Set(attendance.items) {
            try run(
                """
                INSERT INTO attendedItem (meeting, member, item)
                VALUES (?, ?, ?)
                """, .id(attendance.meeting), .id(attendance.member), .int(item))
        }
    }
}

extension Meeting {
    init(row: borrowing Row) throws(SQLiteError) {
        self.init(
            id: try row.identifier(0), group: try row.identifier(1), number: try row.count(2),
            title: try row.text(3), day: try row.day(4), from: try row.clockTime(5), to: try row.clockTime(6),
            place: try row.text(7), chair: try row.optionalIdentifier(8), secretary: try row.optionalIdentifier(9),
            agendaSentOn: try row.optionalDay(10), minutesSentOn: try row.optionalDay(11),
            minutesApprovedOn: try row.optionalDay(12), minutesStatus: try row.value(13))
    }
}

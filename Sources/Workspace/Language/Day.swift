/// A day in the Gregorian calendar, such as a deadline: no time of day, no time zone.
public struct Day: Hashable, Comparable, Sendable {
    public let year: Int

    /// 1 to 12.
    public let month: Int

    /// 1 to 31.
    public let day: Int

    /// Nil when there is no such day, such as 29 February 2027.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let number = Day.daysSince1970(year: year, month: month, day: day)
        guard Day(daysSince1970: number).day == day else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads `2026-11-23`, and nothing else.
    public init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimal(bytes[0..<4]), let month = decimal(bytes[5..<7]), let day = decimal(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that lies so many days after 1 January 1970 (before, if negative).
    ///
    /// Counts in eras of 400 years, which all have 146,097 days, with years that begin in March, so that the leap day
    /// comes last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
    public init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1 January 1970; negative before.
    public var daysSince1970: Int { Day.daysSince1970(year: year, month: month, day: day) }

    /// The inverse of ``init(daysSince1970:)``, same source.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 0 is Monday, 6 is Sunday.
    public var weekday: Int {
        // 1 January 1970 was a Thursday.
        Int(floorModulo(daysSince1970 + 3, 7))
    }

    /// `2026-11-23`.
    public var iso8601: String {
        let digits = String(year)
        return "\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)-\(padded(month))-\(padded(day))"
    }

    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private func floorModulo(_ value: Int, _ divisor: Int) -> Int {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

/// A time of day on the wall clock, to the minute, such as when a meeting begins.
public struct ClockTime: Hashable, Comparable, Sendable {
    /// 0 to 1,439.
    public let minutesSinceMidnight: Int

    public init(minutesSinceMidnight: Int) {
        precondition((0..<1440).contains(minutesSinceMidnight), "no such minute of the day: \(minutesSinceMidnight)")
        self.minutesSinceMidnight = minutesSinceMidnight
    }

    /// Reads `9.30`, `09.30` and, as browsers send it, `09:30`; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let separator = bytes.firstIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }),
            (1...2).contains(separator), bytes.count == separator + 3,
            let hour = decimal(bytes[..<separator]), let minute = decimal(bytes[(separator + 1)...]),
            hour < 24, minute < 60
        else { return nil }
        self.init(minutesSinceMidnight: hour * 60 + minute)
    }

    /// 0 to 23.
    public var hour: Int { minutesSinceMidnight / 60 }

    /// 0 to 59.
    public var minute: Int { minutesSinceMidnight % 60 }

    public static func < (left: ClockTime, right: ClockTime) -> Bool {
        left.minutesSinceMidnight < right.minutesSinceMidnight
    }
}

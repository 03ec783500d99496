/// What clocks in Denmark show: Central European Time, an hour later in summer.
///
/// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October (Directive
/// 2000/84/EC, articles 2 and 3). The rule is computed here and not read from the machine's time zone files, so that
/// a page shows the same time on every server. It holds from 1996; before that, other dates applied.
public struct CopenhagenTime: Hashable, Sendable {
    public let day: Day
    public let time: ClockTime

    public init(_ timestamp: Timestamp) {
        let offset: Int64 = CopenhagenTime.isSummer(timestamp) ? 7200 : 3600
        let seconds = floorDivide(timestamp.milliseconds, 1000) + offset
        let days = floorDivide(seconds, 86_400)
        day = Day(daysSince1970: Int(days))
        time = ClockTime(minutesSinceMidnight: Int(seconds - days * 86_400) / 60)
    }

    /// Whether summer time is in force at that moment.
    public static func isSummer(_ timestamp: Timestamp) -> Bool {
        let seconds = floorDivide(timestamp.milliseconds, 1000)
        let year = Day(daysSince1970: Int(floorDivide(seconds, 86_400))).year
        let begins = Int64(lastSunday(ofMonth: 3, in: year)) * 86_400 + 3600
        let ends = Int64(lastSunday(ofMonth: 10, in: year)) * 86_400 + 3600
        return seconds >= begins && seconds < ends
    }

    /// Days since 1970 of the last Sunday of a month that has 31 days.
    private static func lastSunday(ofMonth month: Int, in year: Int) -> Int {
        guard let last = Day(year: year, month: month, day: 31) else {
            preconditionFailure("no 31st of month \(month) in year \(year)")
        }
        return last.daysSince1970 - (last.weekday + 1) % 7
    }
}

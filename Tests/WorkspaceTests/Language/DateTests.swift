import Testing
import Workspace

@Suite struct DateTests {
    @Test(arguments: [
        ("2026-11-23", "23. november 2026", "23.11.2026", "mandag den 23. november 2026", "23 November 2026"),
        ("2026-11-03", "3. november 2026", "03.11.2026", "tirsdag den 3. november 2026", "3 November 2026"),
        ("2024-02-29", "29. februar 2024", "29.02.2024", "torsdag den 29. februar 2024", "29 February 2024"),
        ("1969-12-31", "31. december 1969", "31.12.1969", "onsdag den 31. december 1969", "31 December 1969"),
        ("2000-03-01", "1. marts 2000", "01.03.2000", "onsdag den 1. marts 2000", "1 March 2000"),
        ("2026-05-10", "10. maj 2026", "10.05.2026", "søndag den 10. maj 2026", "10 May 2026"),
    ])
    func `a day reads as Danish pages write it`(
        iso: String, danish: String, short: String, weekday: String, english: String
    ) throws {
        let day = try #require(Day(iso8601: iso))

        #expect(day.formatted(in: .danish) == danish)
        #expect(day.formattedShort(in: .danish) == short)
        #expect(day.formattedWithWeekday(in: .danish) == weekday)
        #expect(day.formatted(in: .english) == english)
        #expect(day.iso8601 == iso)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-00-10", "2026-02-29", "2100-02-29", "2026-04-31", "2026-11-23 ", "23.11.2026",
        "2026-1-23", "2026/11/23", "-026-11-23", "0000-01-01", "2026-11-2３",
    ])
    func `what is not a day is refused`(text: String) {
        #expect(Day(iso8601: text) == nil)
    }

    @Test func `days and their numbers agree over four centuries and more`() {
        for number in stride(from: -200_000, through: 200_000, by: 13) {
            let day = Day(daysSince1970: number)

            #expect(day.daysSince1970 == number)
            #expect(Day(year: day.year, month: day.month, day: day.day) == day)
        }
    }

    /// Summer time began on 29 March 2026 and ended on 25 October 2026, both at 01:00 UTC.
    @Test(arguments: [
        ("2026-03-29T00:59:59Z", "29. marts 2026 kl. 01.59"),
        ("2026-03-29T01:00:00Z", "29. marts 2026 kl. 03.00"),
        ("2026-10-25T00:59:59Z", "25. oktober 2026 kl. 02.59"),
        ("2026-10-25T01:00:00Z", "25. oktober 2026 kl. 02.00"),
        ("2026-10-30T23:00:00Z", "31. oktober 2026 kl. 00.00"),
        ("2026-06-30T22:00:00Z", "1. juli 2026 kl. 00.00"),
        ("2026-12-31T22:59:59Z", "31. december 2026 kl. 23.59"),
        ("2026-12-31T23:00:00Z", "1. januar 2027 kl. 00.00"),
        ("2024-03-31T01:00:00Z", "31. marts 2024 kl. 03.00"),
        ("2027-03-28T00:59:00Z", "28. marts 2027 kl. 01.59"),
        ("2027-10-31T01:00:00Z", "31. oktober 2027 kl. 02.00"),
    ])
    func `a moment reads as clocks in Denmark showed it`(utc: String, local: String) throws {
        let moment = try #require(Timestamp(iso8601: utc))

        #expect(moment.formatted(in: .danish) == local)
        #expect(moment.iso8601 == utc)
    }

    @Test func `moments are written in English too`() throws {
        let moment = try #require(Timestamp(iso8601: "2026-11-23T13:05:00Z"))

        #expect(moment.formatted(in: .english) == "23 November 2026 at 14:05")
        #expect(moment.formattedDay(in: .danish) == "23. november 2026")
    }

    @Test func `a moment before 1970 falls on the day before`() {
        #expect(Timestamp(milliseconds: -1).iso8601 == "1969-12-31T23:59:59Z")
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T24:00:00Z", "2026-11-23T12:60:00Z", "2026-11-23T12:00:60Z",
        "2026-11-23T12:00:00", "2026-11-23 12:00:00Z", "2026-11-23T12:00:00+01:00", "2026-02-30T12:00:00Z",
    ])
    func `what is not a moment is refused`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(arguments: [
        ("10.00", "kl. 10.00", "10:00"), ("9:05", "kl. 09.05", "09:05"), ("14:05", "kl. 14.05", "14:05"),
        ("00.00", "kl. 00.00", "00:00"), ("23.59", "kl. 23.59", "23:59"),
    ])
    func `a time of day is read with a full stop or a colon`(text: String, danish: String, english: String) throws {
        let time = try #require(ClockTime(text))

        #expect(time.formatted(in: .danish) == danish)
        #expect(time.formatted(in: .english) == english)
    }

    @Test(arguments: ["", "10", "24.00", "10.60", "10.5", "10.000", ".30", "1e.30", "10,30", "100.00"])
    func `what is not a time of day is refused`(text: String) {
        #expect(ClockTime(text) == nil)
    }
}

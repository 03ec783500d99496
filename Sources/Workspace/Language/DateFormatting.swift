/// A language that the pages are written in.
public enum Language: String, CaseIterable, Sendable {
    case danish = "da"
    case english = "en"
}

extension Day {
    /// `23. november 2026`, in English `23 November 2026`.
    public func formatted(in language: Language) -> String {
        switch language {
        case .danish: "\(day). \(Day.danishMonths[month - 1]) \(year)"
        case .english: "\(day) \(Day.englishMonths[month - 1]) \(year)"
        }
    }

    /// `23.11.2026`, in English `23/11/2026`.
    public func formattedShort(in language: Language) -> String {
        switch language {
        case .danish: "\(padded(day)).\(padded(month)).\(year)"
        case .english: "\(padded(day))/\(padded(month))/\(year)"
        }
    }

    /// `mandag den 23. november 2026`, in English `Monday 23 November 2026`.
    public func formattedWithWeekday(in language: Language) -> String {
        switch language {
        case .danish: "\(Day.danishWeekdays[weekday]) den \(formatted(in: language))"
        case .english: "\(Day.englishWeekdays[weekday]) \(formatted(in: language))"
        }
    }

    private static let danishMonths = [
        "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
        "december",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let danishWeekdays = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
    private static let englishWeekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}

extension ClockTime {
    /// `kl. 14.05`, in English `14:05`.
    public func formatted(in language: Language) -> String {
        switch language {
        case .danish: "kl. \(digits(in: language))"
        case .english: digits(in: language)
        }
    }

    /// `14.05`, in English `14:05`: for tables and for spans such as `kl. 10.00-13.00`.
    public func digits(in language: Language) -> String {
        switch language {
        case .danish: "\(padded(hour)).\(padded(minute))"
        case .english: "\(padded(hour)):\(padded(minute))"
        }
    }
}

extension Timestamp {
    /// The day it was in Denmark: `23. november 2026`.
    public func formattedDay(in language: Language) -> String {
        CopenhagenTime(self).day.formatted(in: language)
    }

    /// Day and time in Denmark: `23. november 2026 kl. 14.05`, in English `23 November 2026 at 14:05`.
    public func formatted(in language: Language) -> String {
        let local = CopenhagenTime(self)
        let day = local.day.formatted(in: language)
        let time = local.time.formatted(in: language)
        return switch language {
        case .danish: "\(day) \(time)"
        case .english: "\(day) at \(time)"
        }
    }
}

/// A moment in time, in UTC, to the millisecond. What clocks showed; never used to order edits.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1 January 1970, 00:00 UTC, without leap seconds. Negative before then.
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment that lies `milliseconds` later (earlier, if negative).
    public func advanced(byMilliseconds milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds + milliseconds)
    }
}

extension Timestamp {
    /// Reads the one form that our files use: `2026-10-06T07:52:00Z`, in UTC, whole seconds.
    ///
    /// Returns nil for anything else, also for a day or a time of day that does not exist.
    public init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let day = Day(iso8601: String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = decimal(bytes[11..<13]), let minute = decimal(bytes[14..<16]),
            let second = decimal(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(milliseconds: seconds * 1000)
    }

    /// `2026-10-06T07:52:00Z`: UTC, whole seconds (a started second counts as not yet over).
    public var iso8601: String {
        let seconds = floorDivide(milliseconds, 1000)
        let day = floorDivide(seconds, 86_400)
        let time = ClockTime(minutesSinceMidnight: Int((seconds - day * 86_400) / 60))
        let second = Int(seconds - floorDivide(seconds, 60) * 60)
        return "\(Day(daysSince1970: Int(day)).iso8601)T\(padded(time.hour)):\(padded(time.minute)):\(padded(second))Z"
    }
}

/// Division that rounds towards minus infinity, so that moments before 1970 fall on the right day.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}

/// The value of a run of ASCII digits, nil if anything else is among them or there are none.
func decimal(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
}

/// Two digits at least.
func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

import Glibc

/// The value of the Date field (RFC 9110, section 5.6.7), `Sun, 06 Nov 1994 08:49:37 GMT`, made anew once a second
/// and not for each response. Belongs to one loop.
final class HTTPDate {
    /// The whole line, with its CRLF.
    private(set) var line: [UInt8] = []

    init() {
        update()
    }

    func update() {
        line = Array("date: \(Self.text(secondsSince1970: time(nil)))\r\n".utf8)
    }

    static func text(secondsSince1970 seconds: Int) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = "\(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(1900 + parts.tm_year)"
        let time = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return "\(days[Int(parts.tm_wday)]), \(date) \(time) GMT"
    }

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

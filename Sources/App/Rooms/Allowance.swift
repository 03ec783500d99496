/// What one socket may ask of its room's loop (requirements S21): 500 units at once, 50 a second in the long run.
///
/// A message costs one unit, or two for each millisecond that it kept the loop busy if that is more. So nobody who
/// types notices anything, a tab that comes back with an afternoon of edits is slowed down and loses nothing, and a
/// peer that looks for expensive messages gets a fortieth of the loop. A value without a clock: time comes in.
struct Allowance: Sendable {
    static let burst = 500.0
    static let unitsPerSecond = 50.0
    static let unitsPerBusyMillisecond = 2.0
    /// Whoever has used everything up waits until there is this much again, so that a slow reader is woken ten times a
    /// second and not fifty.
    static let portion = 5.0

    /// Below 0 after a message that cost more than there was.
    private var units = Allowance.burst
    private var latest: Int64

    /// - Parameter now: In milliseconds, of a clock that never goes back; the same one for every call.
    init(at now: Int64) {
        latest = now
    }

    /// Accounts for one message.
    ///
    /// - Parameter busy: How long the message kept the loop from others, in milliseconds.
    /// - Returns: How long nothing more is to be read from the socket, in milliseconds; 0 to go on at once.
    mutating func spend(busy: Double, at now: Int64) -> Int64 {
        units = min(Self.burst, units + Double(now - latest) / 1_000 * Self.unitsPerSecond)
        latest = now
        units -= max(1, busy * Self.unitsPerBusyMillisecond)
        guard units < 1 else { return 0 }
        return Int64(((Self.portion - units) / Self.unitsPerSecond * 1_000).rounded(.up))
    }
}

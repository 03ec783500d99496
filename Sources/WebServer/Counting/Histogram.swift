import Synchronization

/// How often something took how long. Counts from any thread, without a lock.
public final class Histogram: Sendable {
    /// Upper ends of the classes, in seconds, ascending. What is longer than all of them has a class of its own.
    public let bounds: [Double]
    private let counts: [Count]
    private let microseconds = Atomic<Int>(0)

    private final class Count: Sendable {
        let value = Atomic<Int>(0)
    }

    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = bounds.map { _ in Count() } + [Count()]
    }

    public func record(seconds: Double) {
        var index = 0
        while index < bounds.count, seconds > bounds[index] { index += 1 }
        counts[index].value.wrappingAdd(1, ordering: .relaxed)
        microseconds.wrappingAdd(Int(seconds * 1_000_000), ordering: .relaxed)
    }

    /// How many took at most each bound, then all; and the sum of their times in seconds.
    public var summary: (cumulative: [Int], sum: Double) {
        var total = 0
        let cumulative = counts.map { count in
            total += count.value.load(ordering: .relaxed)
            return total
        }
        return (cumulative, Double(microseconds.load(ordering: .relaxed)) / 1_000_000)
    }
}

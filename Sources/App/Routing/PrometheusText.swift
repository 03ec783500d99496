import WebServer

/// Figures in the text format of Prometheus (version 0.0.4), as `/metrics` sends them.
struct PrometheusText {
    private(set) var text = ""

    /// One figure that only grows, or several told apart by a label.
    mutating func counter(_ name: String, _ help: String, by label: String, _ values: [(String, Int)]) {
        begin(name, help, "counter")
        for (key, value) in values { text += "\(name){\(label)=\"\(key)\"} \(value)\n" }
    }

    mutating func counter(_ name: String, _ help: String, _ value: Int) {
        begin(name, help, "counter")
        text += "\(name) \(value)\n"
    }

    /// A figure that goes up and down.
    mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        begin(name, help, "gauge")
        text += "\(name) \(value)\n"
    }

    /// - Parameter name: Ends in the unit, `_seconds`.
    mutating func histogram(_ name: String, _ help: String, _ histogram: Histogram) {
        begin(name, help, "histogram")
        let (cumulative, sum) = histogram.summary
        for (bound, count) in zip(histogram.bounds, cumulative) { text += "\(name)_bucket{le=\"\(bound)\"} \(count)\n" }
        let all = cumulative.last ?? 0
        text += "\(name)_bucket{le=\"+Inf\"} \(all)\n\(name)_sum \(sum)\n\(name)_count \(all)\n"
    }

    private mutating func begin(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
}

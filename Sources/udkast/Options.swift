/// The options of one command: `--name VALUE`, and `--flag` without one.
struct Options {
    private var values: [String: [String]] = [:]
    private let flags: Set<String>

    /// - Throws: a ``UsageError`` for a word that is no option of the command, or an option without its value.
    init(_ words: [String], allowing names: Set<String>, flags allowedFlags: Set<String> = []) throws(UsageError) {
        var found: Set<String> = []
        var index = 0
        while index < words.count {
            let word = words[index]
            guard word.hasPrefix("--") else {
                throw UsageError(message: "udkast: \(word) is no option\n" + Udkast.usage)
            }
            let name = String(word.dropFirst(2))
            if allowedFlags.contains(name) {
                found.insert(name)
                index += 1
            } else if names.contains(name) {
                guard index + 1 < words.count else { throw UsageError(message: "udkast: --\(name) needs a value") }
                values[name, default: []].append(words[index + 1])
                index += 2
            } else {
                throw UsageError(message: "udkast: there is no option --\(name)\n" + Udkast.usage)
            }
        }
        flags = found
    }

    func has(_ flag: String) -> Bool {
        flags.contains(flag)
    }

    /// The last one counts.
    func value(_ name: String) -> String? {
        values[name]?.last
    }

    func all(_ name: String) -> [String] {
        values[name] ?? []
    }

    func required(_ name: String) throws(UsageError) -> String {
        guard let value = value(name) else {
            throw UsageError(message: "udkast: --\(name) is missing\n" + Udkast.usage)
        }
        return value
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let allowed = "a number from \(range.lowerBound) to \(range.upperBound)"
            throw UsageError(message: "udkast: --\(name) must be \(allowed), not \(text)")
        }
        return number
    }
}

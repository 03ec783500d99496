import Glibc

/// What is measured and checked from outside: the merge engine without a server, and the server without an engine.
///
/// Each command of the engine prints one JSON object as the last line on stdout. Times are wall nanoseconds of the named
/// step alone; reading files, parsing traces and hashing stand outside.
@main
struct UdkastBench {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            guard let command = words.first else { throw UsageError(message: usage) }
            let rest = Array(words.dropFirst())
            switch command {
            case "local": try localCommand(rest)
            case "build": try buildCommand(rest)
            case "load", "merge": try openCommand(command, rest)
            case "stream": try streamCommand(rest)
            case "live": try liveCommand(rest)
            case "replay": try replayCommand(rest)
            case "check": try checkCommand(rest)
            case "web": try WebCommand(rest).run()
            case "--help", "help": print(usage)
            default: throw UsageError(message: "udkast-bench: there is no command \(command)\n" + usage)
            }
        } catch {
            let line = Array("\(error)\n".utf8)
            _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            exit(error is UsageError ? 2 : 1)
        }
    }

    static let usage = """
        usage: udkast-bench local TRACE
               udkast-bench build TRACE OUTDIR
               udkast-bench load SAVED [ITERATIONS]
               udkast-bench merge HISTORY [ITERATIONS]
               udkast-bench stream UPDATES
               udkast-bench live SAVED [EDITS] [LAG] [SEED]
               udkast-bench replay TRACE
               udkast-bench check FIXTURES
               udkast-bench web [--port N] [--cert FILE --key FILE]
        """
}

/// The words of a command do not make one.
struct UsageError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

/// What went wrong, in one sentence.
struct BenchError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

extension [String] {
    /// The word at a position; a ``UsageError`` where a command needs one more.
    func required(_ index: Int) throws(UsageError) -> String {
        guard index < count else { throw UsageError(message: UdkastBench.usage) }
        return self[index]
    }

    /// A number from 0, or `fallback` where there are fewer words.
    func number(_ index: Int, else fallback: Int) throws(UsageError) -> Int {
        guard index < count else { return fallback }
        guard let number = Int(self[index]), number >= 0 else {
            throw UsageError(message: "udkast-bench: \(self[index]) is no number\n" + UdkastBench.usage)
        }
        return number
    }
}

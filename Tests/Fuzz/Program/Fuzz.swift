import Foundation
import TestSupport

/// `Scripts/fuzz` runs this; its head says how.
@main
struct Fuzz {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "merge":
            let options = Options(arguments)
            let run = MergeRun(
                first: options["--from"] ?? 0, count: options["--seeds"] ?? 1_000, turns: options["--turns"])
            exit(run.failures(jobs: options["--jobs"].map { Int($0) } ?? ProcessInfo.processInfo.activeProcessorCount))
        case "merge-worker":
            MergeRun.work(arguments.dropFirst().map { UInt64($0)! })
        case "show":
            let options = Options(arguments)
            let history = MergeCheck.history(seed: options["--seed"] ?? 0, turns: options["--turns"].map { Int($0) })
            print(history.batches.words)
            for place in history.document.places {
                print("\(place.text): \(history.document.scalars(at: place).words)")
            }
        case "seeds":
            guard arguments.count == 2 else { fail("usage: udkast-fuzz seeds FOLDER") }
            try SeedCorpora(folder: URL(filePath: arguments[1])).write()
        default:
            fail(
                "usage: udkast-fuzz merge --seeds N [--from N] [--turns N] [--jobs N]\n"
                    + "       udkast-fuzz show --seed N [--turns N]")
        }
    }

    static func fail(_ sentence: String) -> Never {
        FileHandle.standardError.write(Data((sentence + "\n").utf8))
        exit(2)
    }
}

/// Numbers behind names that start with `--`.
struct Options {
    private var values: [String: UInt64] = [:]

    init(_ arguments: [String]) {
        for (name, value) in zip(arguments, arguments.dropFirst()) where name.hasPrefix("--") {
            guard let number = UInt64(value) else { Fuzz.fail("\(name) takes a number, not \(value)") }
            values[name] = number
        }
    }

    subscript(name: String) -> UInt64? { values[name] }
}

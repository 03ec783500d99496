import Glibc
import Store
import Workspace

/// `udkast backup`: the whole store in one file, as it is at one moment. A server that holds the store writes it itself.
struct BackupCommand {
    private let directory: String
    private let output: String

    init(_ words: [String]) throws {
        let options = try Options(words, allowing: ["data", "output"])
        directory = try options.required("data")
        output = try options.required("output")
    }

    func run() async throws {
        try requireStore(in: directory)
        guard access(output, F_OK) != 0 else { throw CommandError(message: "\(output) is there already.") }
        guard !output.contains("\n") else { throw CommandError(message: "A path must be one line.") }
        if let answer = try ControlSocket.ask("backup " + (try absolute(output)), inDirectory: directory) {
            guard answer == "ok" else { throw CommandError(message: answer) }
            return
        }
        let store = try Store.open(directory: directory)
        try await store.backup(to: output)
        await store.close()
    }

    /// The server works in another folder than we do.
    private func absolute(_ path: String) throws -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else {
            throw CommandError(message: "The current folder is gone: \(String(cString: strerror(errno))).")
        }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }
}

/// `udkast restore`: a new data directory from a backup, which is checked before anybody relies on it.
struct RestoreCommand {
    private let input: String
    private let directory: String

    init(_ words: [String]) throws {
        let options = try Options(words, allowing: ["input", "data"])
        input = try options.required("input")
        directory = try options.required("data")
    }

    func run() async throws {
        guard access(input, R_OK) == 0 else { throw CommandError(message: "The backup \(input) cannot be read.") }
        let path = directory + "/udkast.sqlite"
        guard access(path, F_OK) != 0 else {
            throw CommandError(message: "\(path) is there already; restore into a new directory.")
        }
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            let reason = String(cString: strerror(errno))
            throw CommandError(message: "The directory \(directory) cannot be made: \(reason).")
        }
        try copy(from: input, to: path)
        let store = try Store.open(directory: directory)
        let verification = try await store.verify()
        await store.close()
        if let fault = verification.fault { throw CommandError(message: fault) }
    }

    /// Through a temporary name, so that a copy that was cut short is never taken for a store.
    private func copy(from source: String, to target: String) throws {
        let part = target + ".part"
        let from = open(source, O_RDONLY | O_CLOEXEC)
        let to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer {
            close(from)
            close(to)
        }
        var count = from >= 0 && to >= 0 ? 1 : -1
        while count > 0 { count = sendfile(to, from, nil, 1 << 24) }
        guard count == 0, fsync(to) == 0, rename(part, target) == 0 else {
            throw CommandError(message: "The backup could not be copied: \(String(cString: strerror(errno))).")
        }
    }
}

/// `udkast verify`: every hash computed anew; the first that does not agree is named.
struct VerifyCommand {
    private let directory: String

    init(_ words: [String]) throws {
        directory = try Options(words, allowing: ["data"]).required("data")
    }

    func run() async throws {
        try requireStore(in: directory)
        let store = try Store.open(directory: directory)
        let verification = try await store.verify()
        await store.close()
        if let fault = verification.fault { throw CommandError(message: fault) }
        print(
            """
            all hashes agree: \(verification.journalEntries) journal entries, \(verification.versions) versions, \
            \(verification.batches) edit batches
            """)
    }
}

/// These commands look at a store; they never make one.
func requireStore(in directory: String) throws {
    guard access(directory + "/udkast.sqlite", F_OK) == 0 else {
        throw CommandError(message: "There is no store in \(directory).")
    }
}

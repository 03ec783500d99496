import Merge
import RichText

/// A recorded or generated editing session; positions and counts are Unicode scalars.
///
/// Sequential: `{startContent:"", endContent, txns:[{patches:[[pos, deleted, inserted],…]}]}`. Concurrent:
/// `{kind:"concurrent", endContent, numAgents, txns:[{parents:[txn,…], agent, patches},…]}`, where the patches of a
/// transaction apply, in order, to the document at the merge of its parents. A fourth field of a patch holds
/// attributes: with inserted text they come with it, without it the patch formats `deleted` scalars.
struct Trace {
    struct Patch {
        let position: Int
        var deleted = 0
        var inserted: [Unicode.Scalar] = []
        /// What the inserted text carries.
        var attributes = Attributes.none
        /// How many scalars are formatted.
        var formatted = 0
        /// Keys with what they are given, nil to take it away.
        var formats: [(key: Name, value: RegisterValue?)] = []
    }

    struct Transaction {
        /// Numbers of earlier transactions.
        let parents: [Int]
        let agent: Int
        let patches: [Patch]
    }

    let isConcurrent: Bool
    let transactions: [Transaction]
    /// In UTF-8.
    let endContent: [UInt8]
    /// For a trace with formats, the final text as `[[character, [[key, value],…]],…]`.
    let endRuns: JSONValue?

    /// Reads the one trace of a file.
    init(file path: String) throws {
        guard let json = JSONReader.read(try readPlainOrCompressed(path)), let trace = Trace(json) else {
            throw BenchError(message: "\(path) is no trace")
        }
        self = trace
    }

    /// Reads a file with an array of traces.
    static func fixtures(file path: String) throws -> [Trace] {
        guard case .array(let values)? = JSONReader.read(try readPlainOrCompressed(path)) else {
            throw BenchError(message: "\(path) is no array of traces")
        }
        return try values.enumerated().map { number, value in
            guard let trace = Trace(value) else { throw BenchError(message: "\(path): number \(number) is no trace") }
            return trace
        }
    }

    /// A sequential trace becomes a concurrent one with one agent and a chain of parents.
    private init?(_ json: JSONValue) {
        let isConcurrent = json.member("txns")?.elements?.first?.member("parents") != nil
        guard case .string(let endContent)? = json.member("endContent"), let values = json.member("txns")?.elements
        else { return nil }
        var transactions: [Transaction] = []
        transactions.reserveCapacity(values.count)
        for (number, value) in values.enumerated() {
            guard let patches = value.member("patches")?.elements?.map({ Patch($0) }) else { return nil }
            var parents = number > 0 ? [number - 1] : []
            var agent = 0
            if isConcurrent {
                guard let numbers = value.member("parents")?.elements?.map({ $0.number }),
                    let author = value.member("agent")?.number
                else { return nil }
                parents = numbers.compactMap { $0 }
                guard parents.count == numbers.count, parents.allSatisfy({ $0 < number }) else { return nil }
                agent = author
            }
            let known = patches.compactMap { $0 }
            guard known.count == patches.count else { return nil }
            transactions.append(Transaction(parents: parents, agent: agent, patches: known))
        }
        self.isConcurrent = isConcurrent
        self.endContent = endContent
        endRuns = json.member("endRuns")
        self.transactions = transactions
    }

    var agentCount: Int {
        1 + (transactions.map { $0.agent }.max() ?? 0)
    }
}

extension Trace.Patch {
    fileprivate init?(_ json: JSONValue) {
        guard let fields = json.elements, fields.count >= 3, let position = fields[0].number,
            let count = fields[1].number, case .string(let text) = fields[2], let inserted = decodeUTF8(text)
        else { return nil }
        self.init(position: position)
        self.inserted = inserted
        guard fields.count > 3 else {
            deleted = count
            return
        }
        guard case .object(let members) = fields[3] else { return nil }
        for member in members {
            guard let key = Name(bytes: member.key), let value = member.value.registerValue else { return nil }
            if inserted.isEmpty { formats.append((key, value)) } else { attributes[key] = value }
        }
        if inserted.isEmpty { formatted = count } else { deleted = count }
    }
}

extension JSONValue {
    fileprivate var elements: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// An integer from 0.
    fileprivate var number: Int? {
        if case .integer(let number) = self, number >= 0 { Int(number) } else { nil }
    }
}

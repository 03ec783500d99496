import Foundation
import Store
import Workspace

/// A directory that is removed when the test is over.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "udkast-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The bytes of every file, by name.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) where name != "lock" {
            files[name] = FileManager.default.contents(atPath: path + "/" + name)
        }
        return files
    }
}

/// A store with one group of four people, a target and a first session of each person on it.
struct SmallWorkspace {
    let directory: TemporaryDirectory
    let store: Store

    static let group = GroupID("ag-test")
    static let target = DocumentID("maal-test")
    static let chair = MemberID("p-formand")
    static let member = MemberID("p-medlem")
    static let observer = MemberID("p-observatoer")
    static let secretary = MemberID("p-sek")
    static let outsider = MemberID("p-udenfor")
    static let noon = Timestamp(iso8601: "2026-11-23T11:00:00Z")!

    init() async throws {
        directory = try TemporaryDirectory()
        store = try Store.open(directory: directory.path)
        let people: [(MemberID, String, Role?)] = [
            (Self.secretary, "Sekretær", .secretariat), (Self.chair, "Ågot", .chair), (Self.member, "Aase", .member),
            (Self.observer, "Zenia", .observer), (Self.outsider, "Ærlig", nil),
        ]
        for (id, name, role) in people {
            let person = Member(
                id: id, name: name, initials: "X", email: "\(id.rawValue)@demo.invalid",
                isSecretariat: role == .secretariat)
            try await store.members.add(person, by: nil, at: Self.noon)
        }
        try await store.groups.add(
            Group(id: Self.group, name: "Gruppen", kind: .revision), by: Self.secretary, at: Self.noon)
        for (id, _, role) in people {
            guard let role else { continue }
            try await store.groups.set(
                Membership(group: Self.group, member: id, role: role), by: Self.secretary, at: Self.noon)
        }
        try await store.documents.add(
            DocumentRecord(id: Self.target, kind: .target, group: Self.group, title: "Prøve", number: 99),
            by: Self.secretary, at: Self.noon)
    }

    /// A batch of one event with bytes that need not be an edit: the store keeps what it is given.
    static func batch(
        session: UInt64, sequence: UInt64, member: MemberID = member, document: DocumentID = target,
        bytes: [UInt8] = [1, 2, 3]
    ) -> NewBatch {
        NewBatch(
            document: document, session: session, firstSequence: sequence, eventCount: 1, member: member,
            receivedAt: noon, bytes: bytes)
    }
}

extension Store {
    /// Waits for the answer to a commit.
    func commit(_ batches: [NewBatch]) async -> Result<Void, StoreError> {
        await withCheckedContinuation { continuation in
            commit(batches) { continuation.resume(returning: $0) }
        }
    }
}

/// The error of a result, nil for success.
func failure(_ result: Result<Void, StoreError>) -> StoreError? {
    if case .failure(let error) = result { error } else { nil }
}

import Crypto
import Glibc
import Merge
import RichText
import Store
import Synchronization
import WebProtocol
import Workspace

@testable import App
@testable import WebServer

/// A whole site in memory and in a folder of its own: one group with a chair, a member, an observer and the
/// Secretariat, a stranger from another group, a target, terms of reference and a meeting.
final class Site: Sendable {
    static let password = "stol bord skab 17"
    /// Hashing is slow on purpose; once is enough.
    static let passwordHash = Password.hash(password)

    static let group = GroupID("ag-moebler")
    static let target = DocumentID("maal-moebler")
    static let terms = DocumentID("kom-moebler")
    static let meeting = MeetingID("moede-1")
    static let criterion = "krt-mob-a1"

    let store: Store
    let rooms: FakeRooms
    let application: Application
    /// Whose word about a visitor counts.
    private let proxies: Set<String>
    private let folder: String
    private let time: Mutex<Timestamp>

    init(demoPassword: String? = nil, origins: [String] = [], proxies: Set<String> = []) async throws {
        self.proxies = proxies
        folder = "/tmp/udkast-app-\(Hex.encode(SecureRandom.bytes(8)))"
        store = try Store.open(directory: folder)
        rooms = FakeRooms(store: store)
        time = Mutex(Timestamp(iso8601: "2026-11-23T09:00:00Z")!)
        let clock = Clock()
        application = Application(
            store: store, assets: Assets(files: ["app.js": Array("export {}".utf8)]), rooms: rooms,
            configuration: ApplicationConfiguration(
                demoPassword: demoPassword, origins: origins, clock: { clock.now }))
        clock.site = self
        try await fill()
    }

    deinit {
        for name in ["udkast.sqlite", "udkast.sqlite-wal", "udkast.lock", "lock"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    /// What the application takes for the time.
    var now: Timestamp { time.withLock { $0 } }

    func wait(milliseconds: Int64) { time.withLock { $0 = $0.advanced(byMilliseconds: milliseconds) } }

    /// Lets the application ask the site for the time, although the site is made after the application.
    private final class Clock: @unchecked Sendable {
        // Sendable because `site` is set once, before the first request.
        weak var site: Site?
        var now: Timestamp { site?.now ?? .now() }
    }

    // MARK: Content

    private func fill() async throws {
        let author = Person.secretariat.id
        try await store.members.add(
            Organisation(
                id: OrganisationID("org-aeroe"), name: "Ærø Kommune", shortName: "Ærø", kind: .municipality,
                isPartner: true))
        for person in Person.allCases {
            try await store.members.add(person.member, by: nil, at: now)
            try await store.members.setPassword(hash: Self.passwordHash, of: person.id, by: person.id, at: now)
        }
        for (id, name) in [(Self.group, "Arbejdsgruppen om møbler"), (GroupID("ag-anden"), "En anden gruppe")] {
            try await store.groups.add(Group(id: id, name: name, kind: .revision), by: author, at: now)
        }
        for person in Person.allCases {
            if let role = person.role {
                try await store.groups.set(
                    Membership(group: Self.group, member: person.id, role: role), by: author, at: now)
            }
        }
        try await store.groups.set(
            Membership(group: GroupID("ag-anden"), member: Person.stranger.id, role: .chair), by: author, at: now)

        try await add(
            DocumentRecord(id: Self.target, kind: .target, group: Self.group, title: "Møbler", number: 13),
            text: targetText())
        var terms = FirstText()
        terms.set("dokument", "kind", .text("termsOfReference"))
        terms.write("dokument", "titel", "Kommissorium")
        try await add(
            DocumentRecord(id: Self.terms, kind: .termsOfReference, group: Self.group, title: "Kommissorium"),
            text: terms)
        let meeting = Meeting(
            id: Self.meeting, group: Self.group, number: 1, title: "Opstart", day: Day(iso8601: "2026-12-01")!,
            from: ClockTime("10.00")!, to: ClockTime("13.00")!, place: "Lokale 1", chair: Person.chair.id)
        try await store.meetings.call(meeting, by: author, at: now)
        try await application.write(NewMeeting.agenda(of: meeting), to: Self.meeting, by: author, at: now)
    }

    private func targetText() -> FirstText {
        var text = TargetTemplate.text(number: 13, title: "Møbler", isRevision: true)
        text.set(Self.criterion, "kind", .text("kriterium"))
        text.set(Self.criterion, "order", .text("V"))
        text.set(Self.criterion, "forpligtelse", .text("krav"))
        text.set(Self.criterion, "kravtyper:kontraktvilkaar", .bool(true))
        text.write(Self.criterion, "titel", "Brug det, du har")
        text.write(Self.criterion, "kravtekst", "Ordregiver skal først undersøge lageret.")
        return text
    }

    private func add(_ record: DocumentRecord, text: FirstText) async throws {
        try await store.documents.add(record, by: Person.secretariat.id, at: now)
        try await application.write(text, to: record.id, by: Person.secretariat.id, at: now)
    }

    /// Adds to a text, as someone would who had not seen what stands there.
    func type(_ text: String, in node: String, _ field: String, of document: DocumentID = Site.target) async throws {
        var first = FirstText()
        first.write(node, field, text)
        try await application.write(first, to: document, by: Person.member.id, at: now)
    }

    // MARK: Asking

    func get(
        _ path: String, as person: Person? = nil, headers: [(String, String)] = []
    ) async throws -> Answer {
        try await send("GET", path, as: person, headers: headers)
    }

    /// Sends a form as a browser does from a page of the site.
    func post(
        _ path: String, _ fields: [(name: String, value: String)] = [], as person: Person? = nil,
        headers: [(String, String)] = [("Origin", "http://127.0.0.1:8080")]
    ) async throws -> Answer {
        let type = [("Content-Type", "application/x-www-form-urlencoded")]
        return try await send(
            "POST", path, as: person, headers: headers + type, body: Array(FormEncoding.encode(fields).utf8))
    }

    func send(
        _ method: String, _ path: String, as person: Person?, headers: [(String, String)], body: [UInt8] = []
    ) async throws -> Answer {
        var headers = headers
        if let person {
            let token = SecureRandom.bytes(32)
            try await store.logins.begin(token: token, member: person.id, at: now)
            headers.append(("Cookie", "udkast=\(Base64URL.encode(token))"))
        }
        let request = try Self.request(method, path, headers: headers, body: body, proxies: proxies)
        switch application.handle(request) {
        case .now(let reply): return Answer(reply)
        case .later(let work): return Answer(await work())
        }
    }

    /// Through the real parser, so that a test cannot make a request that could not come in.
    static func request(
        _ method: String, _ path: String, headers: [(String, String)], body: [UInt8] = [],
        peerAddress: String = "127.0.0.1", proxies: Set<String> = []
    ) throws -> Request {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        let bytes = Array((text + "\r\n").utf8)
        var parser = HTTPRequestParser()
        var offset = 0
        let event = try bytes.withUnsafeBytes { try parser.next($0, at: &offset) }
        guard case .head(let head) = event else { throw NoRequest() }
        return Request(
            head: head, target: try RequestTarget(head.target), body: body,
            visitor: Visitor(address: peerAddress, isSecure: false, fields: head.fields, proxies: proxies))
    }

    struct NoRequest: Error {}
}

/// Who asks in a test.
enum Person: String, CaseIterable, Sendable {
    case observer, member, chair, secretariat, stranger

    var id: MemberID { MemberID("p-\(rawValue)") }

    /// In the furniture group; nil for the stranger.
    var role: Role? { Role(rawValue: rawValue) }

    var member: Member {
        Member(
            id: id, name: "Demo \(rawValue.capitalized)", initials: "D", email: "\(rawValue)@demo.invalid",
            organisation: OrganisationID("org-aeroe"), isSecretariat: self == .secretariat)
    }
}

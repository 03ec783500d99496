import Testing
import Workspace

@testable import App

/// Who may do what, over HTTP. Deny by default: every route says which right it takes, and a stranger cannot tell a
/// thing they may not know of from one that does not exist.
struct RightsTests {
    /// Address of something that exists, what it takes, and who is let through.
    static let cases: [(method: String, path: String, allowed: Set<Person>)] = [
        ("GET", "/groups/ag-moebler", [.observer, .member, .chair, .secretariat]),
        ("GET", "/documents/maal-moebler", [.observer, .member, .chair, .secretariat]),
        ("GET", "/documents/kom-moebler", [.observer, .member, .chair, .secretariat]),
        ("GET", "/documents/maal-moebler/text", [.observer, .member, .chair, .secretariat]),
        ("GET", "/documents/maal-moebler/threads", [.observer, .member, .chair, .secretariat]),
        ("GET", "/documents/maal-moebler/versions", [.observer, .member, .chair, .secretariat]),
        ("GET", "/documents/maal-moebler/versions/1", [.observer, .member, .chair, .secretariat]),
        ("GET", "/documents/maal-moebler/versions/1/changes", [.observer, .member, .chair, .secretariat]),
        ("GET", "/meetings/moede-1", [.observer, .member, .chair, .secretariat]),
        ("POST", "/documents/maal-moebler/threads", [.member, .chair, .secretariat]),
        ("POST", "/documents/maal-moebler/versions", [.chair, .secretariat]),
        ("POST", "/documents/maal-moebler/versions/1/approval", [.chair]),
        ("GET", "/documents/maal-moebler/versions/1/export.docx", [.secretariat]),
        ("GET", "/documents/maal-moebler/versions/1/export.csv", [.secretariat]),
        ("GET", "/documents/maal-moebler/versions/1/export.html", [.secretariat]),
        ("POST", "/threads/traad-1/posts", [.member, .chair, .secretariat]),
        ("POST", "/threads/traad-1/resolution", [.member, .chair, .secretariat]),
        ("POST", "/threads/traad-1/reopening", [.member, .chair, .secretariat]),
        ("GET", "/groups/ag-moebler/meetings/new", [.chair, .secretariat]),
        ("POST", "/groups/ag-moebler/meetings", [.chair, .secretariat]),
        ("POST", "/meetings/moede-1/attendance", [.chair, .secretariat]),
        ("POST", "/meetings/moede-1/decisions", [.chair, .secretariat]),
        ("POST", "/meetings/moede-1/actions", [.chair, .secretariat]),
        ("POST", "/meetings/moede-1/actions/1/closing", [.chair, .secretariat]),
        ("POST", "/meetings/moede-1/minutes-status", [.chair, .secretariat]),
        ("GET", "/groups/ag-moebler/members", [.secretariat]),
        ("POST", "/groups/ag-moebler/members", [.secretariat]),
        ("POST", "/groups/ag-moebler/members/p-observer/withdrawal", [.secretariat]),
        ("GET", "/groups/ag-moebler/targets/new", [.secretariat]),
        ("POST", "/groups/ag-moebler/targets", [.secretariat]),
        ("POST", "/groups/ag-moebler/terms", [.secretariat]),
    ]

    @Test(arguments: cases)
    func `each role may do what the table says and nothing else`(
        method: String, path: String, allowed: Set<Person>
    ) async throws {
        let site = try await Site()
        let path = try await site.withThreadAndVersion(path)

        for person in Person.allCases {
            let answer = try await site.send(
                method, path, as: person,
                headers: [("Origin", "http://127.0.0.1:8080"), ("Content-Type", "application/x-www-form-urlencoded")])

            if allowed.contains(person) {
                #expect(![403, 404].contains(answer.status), "\(person) \(method) \(path)")
            } else {
                #expect(answer.status == (person == .stranger ? 404 : 403), "\(person) \(method) \(path)")
            }
        }
    }

    @Test
    func `a stranger gets the same answer as for what does not exist`() async throws {
        let site = try await Site()

        for (existing, missing) in [
            ("/groups/ag-moebler", "/groups/ag-findesikke"), ("/documents/maal-moebler", "/documents/maal-findes"),
            ("/meetings/moede-1", "/meetings/moede-99"),
        ] {
            let known = try await site.get(existing, as: .stranger)
            let unknown = try await site.get(missing, as: .stranger)
            #expect(known.status == 404)
            #expect(known.text.replacing(existing, with: "") == unknown.text.replacing(missing, with: ""))
        }
    }

    @Test(arguments: ["/administration", "/logins", "/", "/groups/ag-moebler", "/documents/maal-moebler"])
    func `a page for members leads to the login page and back`(path: String) async throws {
        let site = try await Site()

        let answer = try await site.get(path)

        #expect(answer.status == 303)
        #expect(answer.location?.hasPrefix("/login?next=%2F") == true)
    }

    @Test
    func `only the Secretariat administers`() async throws {
        let site = try await Site()

        for person in Person.allCases {
            let answer = try await site.get("/administration", as: person)
            #expect(answer.status == (person == .secretariat ? 200 : 403))
        }
    }

    @Test
    func `no address stands in the table twice, and only these are open to everyone`() {
        let lines = Application.routes.map { "\($0.method) \($0.pattern)" }
        let open = Application.routes.filter { $0.right == .anyone }.map { "\($0.method) \($0.pattern)" }

        #expect(Set(lines).count == lines.count)
        #expect(
            Set(open) == [
                "GET /login", "POST /login", "POST /logout", "POST /language", "GET /setup/:token",
                "POST /setup/:token",
            ])
    }

    @Test
    func `nothing is changed by a GET`() {
        let harmless: Set<Action> = [.read, .administerGroup, .recordMeeting, .exportVersion]
        for route in Application.routes where route.method == "GET" {
            guard case .role(let action) = route.right else { continue }
            #expect(harmless.contains(action), "\(route.pattern)")
        }
    }
}

extension Site {
    /// Puts the ids of a thread and a version that exist into a path that needs one.
    func withThreadAndVersion(_ path: String) async throws -> String {
        let thread = try await store.comments.start(
            in: Site.target, at: Anchor(node: "dokument"), text: "Hej", by: Person.member.id, at: now)
        let content = try await rooms.content(of: Site.target)
        let version = try await store.reviews.make(
            of: Site.target, content: content, rendering: Array("<p>Frossen</p>".utf8), by: Person.chair.id, at: now)
        if path.contains("export") {
            _ = try await store.reviews.approve(version.id, hash: version.hash, by: Person.chair.id, at: now)
        }
        _ = try await store.meetings.recordActionItem(
            at: Site.meeting, item: nil, text: "Noget", responsible: Person.member.id, deadline: nil,
            by: Person.chair.id, at: now)
        return path.replacing("traad-1", with: thread.rawValue)
    }
}

import Testing
import Workspace

@testable import App

struct CommentTests {
    private let threads = "/documents/maal-moebler/threads"

    @Test
    func `a thread on a passage keeps its anchor and its words`() async throws {
        let site = try await Site()

        let answer = try await site.post(
            threads,
            [
                ("node", "krt-mob-a1"), ("place", "krt-mob-a1/kravtekst"), ("from-anchor", "1.5"), ("to-anchor", "1.9"),
                ("quotation", "undersøge lageret"), ("text", "Hvem gør det?\r\n@Demo Chair"),
            ], as: .member)

        let thread = try #require(try await site.store.comments.threads(of: Site.target).first)
        #expect(answer.location == "/documents/maal-moebler#thread-\(thread.id)")
        #expect(
            thread.anchor
                == Anchor(
                    node: "krt-mob-a1", field: "kravtekst",
                    passage: Passage(from: "1.5", to: "1.9", quotation: "undersøge lageret")))
        #expect(thread.posts.map(\.text) == ["Hvem gør det?\n@Demo Chair"])
        #expect(thread.posts[0].mentions == [Person.chair.id])
        #expect(site.rooms.calls.map(\.what) == ["comments"])
        let list = try await site.get(threads, as: .member).text
        #expect(
            list.contains("data-anchor-place=\"krt-mob-a1/kravtekst\" data-anchor-from=\"1.5\" data-anchor-to=\"1.9\""))
        #expect(list.contains(">undersøge lageret</blockquote>"))
    }

    @Test
    func `a thread is answered, resolved and opened again`() async throws {
        let site = try await Site()
        _ = try await site.post(threads, [("node", "krt-mob-a1"), ("text", "Hvorfor?")], as: .member)
        let id = try #require(try await site.store.comments.threads(of: Site.target).first).id

        _ = try await site.post("/threads/\(id)/posts", [("text", "Derfor.")], as: .secretariat)
        _ = try await site.post("/threads/\(id)/resolution", as: .chair)
        let twice = try await site.post("/threads/\(id)/resolution", as: .chair)
        let late = try await site.post("/threads/\(id)/posts", [("text", "Men …")], as: .member)
        let resolved = try await site.get(threads, as: .member).text
        _ = try await site.post("/threads/\(id)/reopening", as: .member)

        #expect(twice.status == 303)
        #expect(late.status == 409)
        #expect(resolved.contains("Løst af Demo Chair"))
        let thread = try #require(try await site.store.comments.thread(id))
        #expect(thread.status == .open)
        #expect(thread.wasReopened)
        #expect(thread.posts.map(\.author) == [Person.member.id, Person.secretariat.id])
    }

    @Test
    func `a script that stays on its page is led to the list alone`() async throws {
        let site = try await Site()

        let answer = try await site.post(
            threads, [("text", "Hej")], as: .member,
            headers: [("Origin", "http://127.0.0.1:8080"), ("X-Requested-With", "fetch")])

        #expect(answer.location == threads)
    }

    @Test(arguments: [
        ([("text", "")], 400), ([("text", "   \n")], 400), ([("text", String(repeating: "a", count: 10_001))], 413),
        ([("text", "Hej"), ("place", "krt")], 400), ([("text", "Hej"), ("place", "/x")], 400),
        ([("text", "Hej"), ("node", String(repeating: "n", count: 200))], 400),
    ])
    func `what is no comment is refused`(fields: [(String, String)], status: Int) async throws {
        let site = try await Site()

        let answer = try await site.post(threads, fields.map { (name: $0.0, value: $0.1) }, as: .member)

        #expect(answer.status == status)
        #expect(try await site.store.comments.threads(of: Site.target).isEmpty)
    }
}

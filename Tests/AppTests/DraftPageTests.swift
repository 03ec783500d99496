import RichText
import Testing
import Workspace

@testable import App

struct DraftPageTests {
    @Test
    func `a draft carries the names by which the editor finds its texts and fields`() async throws {
        let site = try await Site()

        let page = try await site.get("/documents/maal-moebler", as: .member).text

        for sign in [
            "<draft-editor document=\"maal-moebler\" socket=\"/sync/documents/maal-moebler\" member=\"p-member\"",
            " access=\"edit\" lang=\"da\">",
            "data-place=\"krt-mob-a1/kravtekst\" role=\"textbox\" aria-multiline=\"true\"",
            "data-place=\"krt-mob-a1/titel\" role=\"textbox\" aria-multiline=\"false\"",
            "data-register=\"krt-mob-a1/forpligtelse\"", "data-register=\"krt-mob-a1/kravtyper:kontraktvilkaar\"",
            "data-outline-node=\"krt-mob-a1\"", "data-save-state=\"saved\"", "role=\"status\"", "data-presence",
            "<template data-criterion-template>", "data-place=\"NODE/kravtekst\"",
            "<span data-number id=\"n-krt-mob-a1\">13.1</span>",
        ] { #expect(page.contains(sign), "\(sign)") }
    }

    @Test
    func `who may not write gets the same page to read`() async throws {
        let site = try await Site()

        let page = try await site.get("/documents/maal-moebler", as: .observer).text

        #expect(page.contains("access=\"read\""))
        #expect(page.contains("Du kan læse, men ikke skrive eller kommentere."))
        #expect(!page.contains("action=\"/documents/maal-moebler/threads\""))
        #expect(page.contains("data-register=\"krt-mob-a1/forpligtelse\" disabled"))
    }

    @Test
    func `a reference shows the number that the criterion has now`() async throws {
        let site = try await Site()
        try await site.type("Se [[krt-mob-a1]] og [[krt-vaek]]. ", in: "formaal", "tekst")

        let page = try await site.get("/documents/maal-moebler", as: .member).text

        #expect(page.contains("data-shown=\"13.1\">[[krt-mob-a1]]</span>"))
        #expect(page.contains("data-shown=\"krt-vaek\" data-missing>[[krt-vaek]]</span>"))
    }

    @Test
    func `the text can be read as JSON with the hash that versions have`() async throws {
        let site = try await Site()
        let content = try await site.rooms.content(of: Site.target)

        let answer = try await site.get("/documents/maal-moebler/text", as: .member)

        let json = try #require(JSONReader.read(answer.body))
        #expect(answer.headers["content-type"] == "application/json")
        #expect(json.member("hash") == .string(Array(content.hash.utf8)))
        #expect(
            json.member("places")?.member("krt-mob-a1/titel") == .string(Array("Brug det, du har".utf8)))
        #expect(json.member("registers")?.member("krt-mob-a1")?.member("kravtyper:kontraktvilkaar") == .bool(true))
        #expect(try await site.get("/documents/maal-moebler/text").status == 401)
    }

    @Test
    func `the terms of reference open on the same desk, and minutes on their meeting's page`() async throws {
        let site = try await Site()

        let terms = try await site.get("/documents/kom-moebler", as: .member)
        let minutes = try await site.get("/documents/moede-1", as: .member)

        #expect(terms.text.contains("<draft-editor document=\"kom-moebler\""))
        #expect(terms.text.contains("access=\"comment\""))
        #expect(minutes.location == "/meetings/moede-1")
    }

    @Test(arguments: [
        ("Se [[krt-a]].", [ReferencedText.Piece.text("Se "), .reference("krt-a"), .text(".")]),
        ("[[krt-a]][[krt-b]]", [.reference("krt-a"), .reference("krt-b")]),
        ("[[]] [[a b]] [[krt-a] ]", [.text("[[]] [[a b]] [[krt-a] ]")]),
        ("[[[krt-a]]]", [.text("["), .reference("krt-a"), .text("]")]),
        ("", []),
    ])
    func `references are found where they are whole`(text: String, expected: [ReferencedText.Piece]) {
        #expect(ReferencedText(text).pieces == expected)
    }
}

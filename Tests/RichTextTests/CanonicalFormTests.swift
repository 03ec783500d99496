import Merge
import RichText
import Testing

struct CanonicalFormTests {
    static let example = DocumentContent(
        texts: [
            (Place("krt-1/titel")!, Array("Træ \"CO₂\" \\ \u{1}\n".unicodeScalars)),
            (Place("formaal/tekst")!, Array("Møbler 😀".unicodeScalars)),
            (Place("tom/tekst")!, []),
        ],
        registers: [
            (Name("krt-1")!, Name("kind")!, .text("kriterium")),
            (Name("krt-1")!, Name("deleted")!, .bool(false)),
            (Name("dokument")!, Name("nummer")!, .integer(Int64.min)),
        ])

    @Test func `the canonical form reads as lines of JSON`() {
        let expected = """
            {"format":"udkast-document","version":1}
            ["register","dokument","nummer",-9223372036854775808]
            ["register","krt-1","deleted",false]
            ["register","krt-1","kind","kriterium"]
            ["text","formaal","tekst","Møbler 😀"]
            ["text","krt-1","titel","Træ \\"CO₂\\" \\\\ \\u0001\\u000a"]

            """

        #expect(String(decoding: Self.example.canonicalBytes, as: UTF8.self) == expected)
    }

    static let place = Place("a/b")!
    static let bold = Attributes([.init(key: Name("b")!, value: .bool(true))])

    @Test func `attributes stand behind the text that carries them`() throws {
        let heading = Attributes([
            .init(key: Name("type")!, value: .text("h1")), .init(key: Name("indent")!, value: .integer(-1)),
        ])
        let content = DocumentContent(
            attributedTexts: [
                (
                    place: Self.place, text: Array("CO₂\nå".unicodeScalars),
                    spans: [
                        AttributeSpan(count: 2, attributes: .none), AttributeSpan(count: 1, attributes: Self.bold),
                        AttributeSpan(count: 1, attributes: heading), AttributeSpan(count: 1, attributes: .none),
                    ]
                )
            ], registers: [])

        let bytes = content.canonicalBytes

        #expect(
            String(decoding: bytes, as: UTF8.self) == Self.heading
                + "[\"text\",\"a\",\"b\",\"CO₂\\u000aå\","
                + "[[2,{}],[1,{\"b\":true}],[1,{\"indent\":-1,\"type\":\"h1\"}],[1,{}]]]\n")
        #expect(try DocumentContent(canonicalBytes: bytes) == content)
        #expect(content.runs("a", "b").map(\.text.count) == [2, 1, 1, 1])
    }

    @Test func `content comes back from its canonical form`() throws {
        #expect(try DocumentContent(canonicalBytes: Self.example.canonicalBytes) == Self.example)
    }

    @Test func `canonically equivalent texts have different hashes`() {
        let composed = DocumentContent(texts: [(Place("a/b")!, ["\u{E5}"])], registers: [])
        let decomposed = DocumentContent(texts: [(Place("a/b")!, ["a", "\u{30A}"])], registers: [])

        #expect(composed.hash != decomposed.hash)
    }

    static let heading = "{\"format\":\"udkast-document\",\"version\":1}\n"

    @Test(arguments: [
        ("", 0),
        ("{\"format\":\"udkast-document\",\"version\":2}\n", 0),
        (heading + "[\"text\",\"a\",\"b\"]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",7]\n", 1),
        (heading + "[\"tekst\",\"a\",\"b\",\"c\"]\n", 1),
        (heading + "[\"register\",\"a\",\"b\",null]\n", 1),
        (heading + "[\"register\",\"a\",\"b\",[1]]\n", 1),
        (heading + "[\"register\",\"a/b\",\"c\",1]\n", 1),
        // Attributes of a register, of too few scalars, of too many, of none, none at all, without a value, the same
        // twice in a row, of keys that do not ascend.
        (heading + "[\"register\",\"a\",\"b\",1,[[1,{\"b\":true}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[1,{\"b\":true}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[3,{\"b\":true}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[2,{\"b\":true}],[0,{}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[2,{}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[2,{\"b\":null}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[1,{\"b\":true}],[1,{\"b\":true}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[2,{\"c\":true,\"b\":true}]]]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"xy\",[[9223372036854775807,{\"b\":true}],[2,{}]]]\n", 1),
        // Right in content, not in form: spaces, order, an escape that is not needed, no line end, an empty line.
        (heading + "[\"text\", \"a\",\"b\",\"c\"]\n", 1),
        (heading + "[\"text\",\"b\",\"b\",\"c\"]\n[\"text\",\"a\",\"b\",\"c\"]\n", 2),
        (heading + "[\"text\",\"a\",\"b\",\"\\u00e5\"]\n", 1),
        (heading + "[\"text\",\"a\",\"b\",\"c\"]", 1),
        (heading + "\n[\"text\",\"a\",\"b\",\"c\"]\n", 1),
    ])
    func `bytes that are not exactly canonical are refused`(text: String, line: Int) {
        #expect(throws: CanonicalFormError(line: line)) { try DocumentContent(canonicalBytes: Array(text.utf8)) }
    }

    /// Examples of FIPS 180-4 and the lengths around a block's end.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ])
    func `the digest is SHA-256`(message: String, digest: String) {
        #expect(SHA256.hexadecimal(Array(message.utf8)) == digest)
    }

    @Test func `children come in their order, deleted ones apart`() {
        let content = DocumentContent(
            texts: [],
            registers: [
                (Name("krt-a")!, Name("kind")!, .text("kriterium")), (Name("krt-a")!, Name("order")!, .text("b")),
                (Name("krt-b")!, Name("kind")!, .text("kriterium")), (Name("krt-b")!, Name("order")!, .text("B")),
                (Name("krt-c")!, Name("kind")!, .text("kriterium")), (Name("krt-c")!, Name("order")!, .text("b")),
                (Name("krt-d")!, Name("kind")!, .text("kriterium")), (Name("krt-d")!, Name("deleted")!, .bool(true)),
                (Name("par-1")!, Name("kind")!, .text("parameter")), (Name("par-1")!, Name("parent")!, .text("krt-a")),
                (Name("krt-e")!, Name("order")!, .text("a")),
                (Name("krt-a")!, Name("kravtyper:kontraktvilkaar")!, .bool(true)),
            ])

        #expect(content.children(kind: "kriterium") == ["krt-b", "krt-a", "krt-c"])
        #expect(content.deletedNodes(kind: "kriterium") == ["krt-d"])
        #expect(content.children(kind: "parameter", parent: "krt-a") == ["par-1"])
        #expect(content.children(kind: "parameter", parent: "krt-b").isEmpty)
        #expect(content.elements(of: "kravtyper", in: "krt-a").map(\.element) == ["kontraktvilkaar"])
    }
}

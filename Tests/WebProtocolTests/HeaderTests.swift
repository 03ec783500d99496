import Testing
import WebProtocol

@Suite struct HeaderTests {
    @Test(arguments: [
        "a\r\nSet-Cookie: x", "a\rb", "a\nb", "a\0b", "\r\n", "a\u{7f}", "a\u{1b}", "r\u{f8}d", "a\u{85}b",
        "a\u{2028}b",
        " a", "a ", "\ta", "a\t",
    ])
    func `a value that could end its line is refused`(text: String) {
        #expect(HeaderValue(text) == nil)
    }

    @Test(arguments: ["", "a", "a b\tc", "attachment; filename*=UTF-8''r%C3%B8d.csv", "\"a:b\""])
    func `other values are taken`(text: String) {
        #expect(HeaderValue(text)?.text == text)
    }

    @Test(arguments: ["", "a b", "a:", "a\r\n", "\u{e6}", "a(b)"])
    func `a name that is not a token is refused`(text: String) {
        #expect(HeaderName(text) == nil)
    }

    @Test func `names are found without case and values keep their order`() {
        var fields: HeaderFields = ["Set-Cookie": "a", "X-Y": "1", "set-cookie": "b"]

        #expect(fields["SET-COOKIE"] == "a")
        #expect(fields.values(of: "Set-Cookie") == ["a", "b"])
        #expect(fields["x-y "] == nil)
        #expect(fields["x-z"] == nil)

        fields.set("set-cookie", "c")
        #expect(fields.values(of: "set-cookie") == ["c"])
        #expect(fields.count == 2)
    }

    @Test func `a head is written as the grammar has it`() {
        var bytes: [UInt8] = []
        ResponseHead(status: 404, fields: ["X-A": "1", "x-b": "2"]).write(to: &bytes)

        #expect(String(decoding: bytes, as: UTF8.self) == "HTTP/1.1 404 Not Found\r\nx-a: 1\r\nx-b: 2\r\n\r\n")
    }

    @Test(arguments: [
        ("a=1", "1"), ("b=2; a=1", "1"), ("a=1=2", "1=2"), ("a=", ""), ("b=a=1", nil), ("a=1; a=2", nil), ("aa=1", nil),
        ("a", nil), ("", nil),
    ])
    func `a cookie is found only if it is there once`(field: String, value: String?) {
        var fields = HeaderFields()
        fields.append("cookie", HeaderValue(field)!)

        #expect(Cookies.value(of: "a", in: fields) == value)
    }
}

import Markup
import RichText
import Testing

@testable import Export

struct TermsRenderingTests {
    @Test func `sections stand in their order under their headings`() throws {
        let content = try DocumentContent(
            canonicalBytes: Array(
                """
                {"format":"udkast-document","version":1}
                ["register","afsnit-1","kind","sektion"]
                ["register","afsnit-1","order","b"]
                ["register","afsnit-1","placering","foer"]
                ["register","afsnit-2","kind","sektion"]
                ["register","afsnit-2","order","a"]
                ["register","dokument","kind","termsOfReference"]
                ["text","afsnit-1","tekst","Første.\\u000aAndet <b>."]
                ["text","afsnit-1","titel","Formål"]
                ["text","afsnit-2","titel","Baggrund"]

                """.utf8))

        let html = TermsRendering(content: content, references: RenderingNames().references).html.description

        #expect(
            html == """
                <div class="rendering" lang="da">\
                <section class="rendering-section" id="afsnit-2"><h2>Baggrund</h2></section>\
                <section class="rendering-section" id="afsnit-1"><h2>Formål</h2>\
                <p>Første.</p><p>Andet &lt;b&gt;.</p></section></div>
                """)
    }
}

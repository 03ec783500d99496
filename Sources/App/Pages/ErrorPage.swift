import Markup
import Workspace

/// Says in plain words why something was not done, and where to go from there.
struct ErrorPage {
    let language: Language
    let title: Phrase
    let text: Phrase
    let isLoggedOn: Bool

    var html: HTML {
        HTML {
            pageHead(language(title))
            alert(.error) {
                element("p") { language(text) }
            }
            element("p") {
                link(language(isLoggedOn ? .backToFront : .logOn), to: isLoggedOn ? "/" : "/login", class: "button")
            }
        }
    }
}

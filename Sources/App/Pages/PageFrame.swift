import Markup
import Workspace

/// What stands round every page: head, header, breadcrumb, footer.
struct PageFrame: Sendable {
    /// How much room the content takes; the style sheet knows the words.
    enum Layout: String, Sendable {
        case normal = "page"
        /// One short form.
        case narrow = "page narrow"
        case wide = "page wide"
        /// The desk with outline, paper and comments; it draws its own margins.
        case editor = "page editor"
    }

    /// A step on the way from the front page to here.
    struct Crumb: Sendable {
        let text: String
        let address: String
    }

    let language: Language
    /// Nil on pages for people who are not logged on.
    let member: Member?
    let assets: Assets
    /// The path of this page, where a change of language leads back to; nil when it cannot be asked for again.
    let path: String?
    let isDemo: Bool

    /// The whole page.
    ///
    /// - Parameters:
    ///   - title: Also the beginning of what the browser shows on its tab.
    ///   - crumbs: The pages above this one, without the front page.
    ///   - content: Holds the page's one `h1`.
    func page(
        title: String, crumbs: [Crumb] = [], layout: Layout = .normal, @HTMLBuilder content: () -> HTML
    ) -> HTML {
        htmlDocument(language: language.rawValue, ["class": layout == .editor ? "desk" : nil]) {
            head(title: title, layout: layout)
            element("body") {
                element("a", ["class": "skip-link", "href": "#content"]) { language(.skipToContent) }
                header()
                if member != nil, path != "/" { breadcrumb(crumbs, title: title) }
                element(
                    "main", ["id": "content", "class": layout.rawValue, "tabindex": "-1"], content: content)
                footer()
            }
        }
    }

    private func head(title: String, layout: Layout) -> HTML {
        element("head") {
            element("meta", ["charset": "utf-8"])
            element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            element("title") { "\(title) – \(language(.product))" }
            element("link", ["rel": "stylesheet", "href": assets.address(of: "styles/udkast.css")])
            if assets.contains("icon.svg") {
                element("link", ["rel": "icon", "type": "image/svg+xml", "href": assets.address(of: "icon.svg")])
            }
            if layout == .editor {
                element("script", ["type": "module", "async": "", "src": assets.address(of: "app.js")])
            }
        }
    }

    private func header() -> HTML {
        element("header", ["class": "site-header"]) {
            element("a", ["class": "wordmark", "href": "/"]) { language(.product) }
            element("span", ["class": "site-owner"]) { language(.productOwner) }
            if let member {
                navigation(member)
            }
            element("div", ["class": "account"]) {
                languageForm()
                if let member {
                    account(member)
                }
            }
        }
    }

    private func navigation(_ member: Member) -> HTML {
        element("nav", ["class": "site-nav", "aria-label": language(.mainMenu)]) {
            element("ul") {
                menuEntry(.myGroups, "/")
                if member.isSecretariat { menuEntry(.administration, "/administration") }
            }
        }
    }

    private func menuEntry(_ label: Phrase, _ address: String) -> HTML {
        element("li") {
            element("a", ["href": address, "aria-current": path == address ? "page" : nil]) { language(label) }
        }
    }

    private func account(_ member: Member) -> HTML {
        HTML {
            element("a", ["class": "account-name", "href": "/logins"]) {
                element("span", ["class": "visually-hidden"]) { language(.loggedOnAs) + " " }
                member.name
            }
            postForm(to: "/logout", class: nil) {
                submitButton(language(.logOff), look: "quiet")
            }
        }
    }

    /// The one button is in the language that it leads to, so that whoever needs it can read it.
    private func languageForm() -> HTML {
        let other: Language = language == .danish ? .english : .danish
        return postForm(to: "/language", class: nil) {
            element("input", ["type": "hidden", "name": "language", "value": other.rawValue])
            element("input", ["type": "hidden", "name": "next", "value": path ?? "/"])
            element("button", ["type": "submit", "class": "quiet", "lang": other.rawValue]) {
                language(.otherLanguage)
            }
        }
    }

    private func breadcrumb(_ crumbs: [Crumb], title: String) -> HTML {
        element("nav", ["class": "breadcrumb", "aria-label": language(.breadcrumb)]) {
            element("ol") {
                element("li") { link(language(.myGroups), to: "/") }
                for crumb in crumbs {
                    element("li") { link(crumb.text, to: crumb.address) }
                }
                element("li", ["aria-current": "page"]) { title }
            }
        }
    }

    private func footer() -> HTML {
        element("footer", ["class": "site-footer"]) {
            element("p") { language(.productOwner) }
            if isDemo {
                element("p") { language(.demoNotice) }
            }
        }
    }
}

/// The heading of a page with what belongs right below it.
func pageHead(_ title: String, eyebrow: String? = nil, @HTMLBuilder _ content: () -> HTML = HTML.init) -> HTML {
    element("header", ["class": "page-head"]) {
        if let eyebrow { element("p", ["class": "eyebrow"]) { eyebrow } }
        element("h1") { title }
        content()
    }
}

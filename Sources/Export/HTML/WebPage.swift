import Markup

/// A heading that readers can jump to.
struct OutlineEntry: Hashable, Sendable {
    /// Of the element on the page.
    let id: String
    let text: String
    var children: [OutlineEntry] = []
}

/// A rendering as a file of its own: it loads nothing, runs nothing, and a policy in its head holds it to that.
struct WebPage {
    /// What the document is one of, above its title.
    let overline: String
    let title: String
    let stamp: VersionStamp
    let facts: [Fact]
    let outline: [OutlineEntry]
    let body: HTML

    private static let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

    var html: HTML {
        htmlDocument(language: "da") {
            element("head") {
                element("meta", ["charset": "utf-8"])
                element("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy])
                element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                element("meta", ["name": "color-scheme", "content": "light dark"])
                element("meta", ["name": "author", "content": stamp.organisation])
                element("title") { "\(overline): \(title), version \(stamp.label)" }
                WebPageStyle.element
            }
            element("body") {
                element("a", ["class": "skip", "href": "#indhold"]) { "Gå til indholdet" }
                head
                element("div", ["class": "columns"]) {
                    navigation
                    element("main", ["id": "indhold", "tabindex": "-1"]) { body }
                }
                element("footer") {
                    element("p") { "\(stamp.organisation). \(overline): \(title), version \(stamp.label)." }
                }
            }
        }
    }

    private var head: HTML {
        element("header") {
            element("p", ["class": "overline"]) { overline }
            element("h1") { title }
            element("p", ["class": "subtitle"]) { stamp.subtitle }
            if !stamp.notice.isEmpty {
                element("p", ["class": "notice"]) { stamp.notice }
            }
            element("dl", ["class": "facts"]) {
                for fact in facts {
                    element("div") {
                        element("dt") { fact.label }
                        for line in fact.lines {
                            element("dd") {
                                if fact.isCode {
                                    element("code") { line }
                                } else {
                                    line
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private var navigation: HTML {
        guard !outline.isEmpty else { return HTML() }
        return element("nav", ["aria-labelledby": "indholdsoverskrift"]) {
            element("h2", ["id": "indholdsoverskrift"]) { "Indhold" }
            list(of: outline)
        }
    }

    private func list(of entries: [OutlineEntry]) -> HTML {
        element("ul") {
            for entry in entries {
                element("li") {
                    element("a", ["href": "#\(entry.id)"]) { entry.text }
                    if !entry.children.isEmpty {
                        list(of: entry.children)
                    }
                }
            }
        }
    }
}

import Markup

// The building stones of pages: each gives the same markup and class names everywhere, which the style sheets in
// Web/styles know. Texts come in ready, in the visitor's language.

func link(_ text: String, to address: String, class name: String? = nil) -> HTML {
    element("a", ["href": address, "class": name]) { text }
}

/// What a message or a mark means; colour is never its only sign, the words say the same.
enum Tone: String {
    case information = "info"
    case success, warning, error
}

/// A message that stands out. Errors interrupt a screen reader, others wait for their turn.
func alert(_ tone: Tone, @HTMLBuilder _ content: () -> HTML) -> HTML {
    element(
        "div", ["class": "alert", "data-tone": tone.rawValue, "role": tone == .error ? "alert" : "status"],
        content: content)
}

/// What is there for browsers that run no scripts (`noscript`). Where scripts run, a parser skips it as raw text; `<` is
/// always escaped in what it holds, so nothing in it can end the element.
func withoutScript(@HTMLBuilder _ content: () -> HTML) -> HTML {
    HTML(VerbatimHTML(Array("<noscript>".utf8))) + content() + HTML(VerbatimHTML(Array("</noscript>".utf8)))
}

/// A word or two that name the state of something.
func tag(_ text: String, _ tone: Tone? = nil) -> HTML {
    element("span", ["class": "tag", "data-tone": tone?.rawValue]) { text }
}

/// A box with a heading of its own.
///
/// - Parameter id: Names the heading as `<id>-heading`, which labels the box.
func card(_ title: String, id: String, @HTMLBuilder _ content: () -> HTML) -> HTML {
    element("section", ["class": "card", "id": id, "aria-labelledby": "\(id)-heading"]) {
        element("h2", ["id": "\(id)-heading"]) { title }
        content()
    }
}

/// A form that changes something.
func postForm(to address: String, class name: String? = "form", @HTMLBuilder _ content: () -> HTML) -> HTML {
    element("form", ["method": "post", "action": address, "class": name], content: content)
}

///
/// - Parameter look: `primary` for the one main thing to do on a page, `quiet` for what stands aside.
/// - Parameter description: What a screen reader says instead, where the label alone would not tell which of several.
func submitButton(_ label: String, look: String? = nil, describedAs description: String? = nil) -> HTML {
    element("button", ["type": "submit", "class": look, "aria-label": description]) { label }
}

/// A pair of term and description each.
func facts(_ pairs: [(term: String, description: HTML)]) -> HTML {
    element("dl", ["class": "facts"]) {
        for pair in pairs where !pair.description.isEmpty {
            element("div") {
                element("dt") { pair.term }
                element("dd") { pair.description }
            }
        }
    }
}

/// A table in a frame that scrolls sideways on narrow screens.
///
/// - Parameter rows: As many cells a row as there are headings; the first cell heads its row.
func table(caption: String, headings: [String], rows: [[HTML]]) -> HTML {
    element("div", ["class": "table-scroll", "role": "group", "aria-label": caption, "tabindex": "0"]) {
        element("table") {
            element("caption") { caption }
            element("thead") {
                element("tr") {
                    for heading in headings { element("th", ["scope": "col"]) { heading } }
                }
            }
            element("tbody") {
                for row in rows {
                    element("tr") {
                        for (index, cell) in row.enumerated() {
                            if index == 0 {
                                element("th", ["scope": "row"]) { cell }
                            } else {
                                element("td") { cell }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A date in a form that machines read too.
func time(_ text: String, iso: String) -> HTML {
    element("time", ["datetime": iso]) { text }
}

/// Text of several paragraphs, parted by line breaks; empty lines are left out.
func paragraphs(_ text: String) -> HTML {
    HTML {
        for line in text.split(separator: "\n") {
            element("p") { String(line) }
        }
    }
}

import Markup
import RichText
import Workspace

/// Paragraphs and lists of a text, with links to the criteria of the same document.
func proseHTML(_ text: FormattedText, _ references: CriterionReferences) -> HTML {
    blocksHTML(Prose(text, references).paragraphs[...])
}

private func blocksHTML(_ paragraphs: ArraySlice<Prose.Paragraph>) -> HTML {
    var html = HTML()
    var rest = paragraphs
    while let first = rest.first {
        if let list = first.list {
            let items = rest.prefix { $0.level > first.level || ($0.level == first.level && $0.list == list) }
            html += element(list == .ordered ? "ol" : "ul") { itemsHTML(items, level: first.level) }
            rest = rest.dropFirst(items.count)
        } else {
            html += element("p") { piecesHTML(first.pieces) }
            rest = rest.dropFirst()
        }
    }
    return html
}

/// - Parameter items: Items of one list at this level, each with the deeper ones that follow it.
private func itemsHTML(_ items: ArraySlice<Prose.Paragraph>, level: Int) -> HTML {
    var html = HTML()
    var rest = items
    while let item = rest.popFirst() {
        let inner = rest.prefix { $0.level > level }
        rest = rest.dropFirst(inner.count)
        html += element("li") {
            piecesHTML(item.pieces)
            blocksHTML(inner)
        }
    }
    return html
}

@HTMLBuilder private func piecesHTML(_ pieces: [Prose.Piece]) -> HTML {
    for piece in pieces { wrapped(pieceHTML(piece), in: piece.look) }
}

private func pieceHTML(_ piece: Prose.Piece) -> HTML {
    switch piece.kind {
    case .text(let text): HTML(text: text)
    case .reference(let id, let number): element("a", ["href": "#\(id)"]) { number }
    }
}

private func wrapped(_ content: HTML, in look: Prose.Look) -> HTML {
    var content = content
    func wrap(_ name: MarkupName, _ isOn: Bool) {
        let inner = content
        if isOn { content = element(name) { inner } }
    }
    wrap("sup", look.isRaised)
    wrap("sub", look.isLowered)
    wrap("em", look.isItalic)
    wrap("strong", look.isBold)
    guard let address = look.address else { return content }
    return element("a", ["href": address, "rel": "noreferrer"]) { content }
}

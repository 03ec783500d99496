import Markup
import RichText
import Workspace

/// What the text says now that a version did not, part by part, with deleted and added words marked.
struct ChangesPage {
    let language: Language
    let document: DocumentRecord
    let version: Version
    let before: DocumentContent
    let after: DocumentContent

    private var parts: [ContentComparison.Part] { ContentComparison(from: before, to: after).parts }

    var title: String { language(.changesSince(version.label)) }

    var html: HTML {
        let parts = parts
        return HTML {
            pageHead(title, eyebrow: document.title) {
                element("p") { language(.partsChanged(parts.count)) }
                element("p") { link(language(.goToDraft), to: VersionsPage.address(of: document)) }
            }
            for part in parts { section(part) }
        }
    }

    private func section(_ part: ContentComparison.Part) -> HTML {
        let content = part.change == .deleted ? before : after
        return element("section", ["class": "card", "id": part.node]) {
            element("header") {
                element("h2") { name(of: part.node, in: content) }
                element("p") { marks(of: part) }
            }
            for changed in part.texts {
                element("h3") { FieldWords.text(changed.field).map { language($0) } ?? changed.field }
                element("p", ["lang": "da"]) { text(changed.comparison) }
                if !changed.formats.isEmpty {
                    element("ul") {
                        for change in changed.formats { element("li") { format(change) } }
                    }
                }
            }
            if !part.fields.isEmpty {
                element("ul") {
                    for field in part.fields { element("li") { small(field) } }
                }
            }
        }
    }

    @HTMLBuilder private func marks(of part: ContentComparison.Part) -> HTML {
        switch part.change {
        case .added: tag(language(.partAdded), .success)
        case .deleted: tag(language(.partDeleted), .error)
        case .changed: tag(language(.partChanged), .information)
        }
        if part.isMoved {
            " "
            tag(language(.partMoved))
        }
    }

    /// `13.4 Miljømærke`, or what else the part is called.
    private func name(of node: String, in content: DocumentContent) -> String {
        if node == "dokument" { return language(.metadata) }
        let number = TargetPaper.numberedCriteria(of: content).first { $0.id == node }?.number
        let title = [content.text(node, "titel"), content.text(node, "navn"), content.string(node, "navn")]
            .first { !$0.isEmpty }
        return [number, title ?? language(.untitledSection)].compactMap(\.self).joined(separator: " ")
    }

    /// Colour and line tell those who see; the words in front of each run tell those who listen.
    private func text(_ comparison: TextComparison) -> HTML {
        HTML {
            for run in comparison.runs {
                switch run {
                case .same(let text): lines(of: text)
                case .deleted(let text):
                    element("del") {
                        hidden(.runDeleted)
                        lines(of: text)
                    }
                case .inserted(let text):
                    element("ins") {
                        hidden(.runInserted)
                        lines(of: text)
                    }
                }
            }
        }
    }

    /// The text with its line breaks shown.
    private func lines(of text: String) -> HTML {
        HTML {
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { element("br") }
                String(line)
            }
        }
    }

    private func hidden(_ phrase: Phrase) -> HTML {
        element("span", ["class": "visually-hidden", "lang": language.rawValue]) { " \(language(phrase)): " }
    }

    /// `“CO2”: almindelig → fed, sænket skrift`
    @HTMLBuilder private func format(_ change: FormatChange) -> HTML {
        element("q", ["lang": "da"]) {
            change.passage.count > Self.longestPassage
                ? change.passage.prefix(Self.longestPassage) + "…" : change.passage
        }
        ": \(names(of: change.before)) → \(names(of: change.after))"
    }

    /// Characters of a passage that are shown.
    private static let longestPassage = 80

    private func names(of formats: [FormatChange.Format]) -> String {
        formats.isEmpty ? language(.noFormat) : formats.map { language(.format($0)) }.joined(separator: ", ")
    }

    /// `Niveau: basis → udvidet`
    private func small(_ field: (key: String, before: String, after: String)) -> String {
        let (label, element) = FieldWords.small(field.key)
        let name = [label.map { language($0) } ?? field.key, element].compactMap(\.self).joined(separator: " ")
        let before = field.before.isEmpty ? language(.none) : field.before
        let after = field.after.isEmpty ? language(.none) : field.after
        return "\(name): \(before) → \(after)"
    }
}

public import Markup
public import Workspace

extension TargetContent {
    /// The content as part of a page: sections and criteria, without the title and without anything about a version,
    /// so that it can be frozen with the version before anybody has approved it.
    ///
    /// Sections and criteria carry their ids, which never change, as anchors.
    ///
    /// - Throws: ``ExportError/repeatedCriterion(id:)``.
    public func rendering() throws(ExportError) -> HTML {
        TargetRendering(content: self, references: try references()).html
    }

    /// The whole target as a page that needs nothing but itself: styles for screen, dark screen and paper within it.
    ///
    /// - Parameters:
    ///   - stamp: The version that this content is.
    ///   - frozen: The rendering that was kept with the version; nil to make it now.
    /// - Throws: ``ExportError``.
    public func webPage(stamp: VersionStamp, frozen: HTML? = nil) throws(ExportError) -> [UInt8] {
        guard !title.isEmpty else { throw .noTitle }
        let body = if let frozen { frozen } else { try rendering() }
        return WebPage(
            overline: "Indkøbsmål \(number)", title: title, stamp: stamp, facts: facts(stamp: stamp),
            outline: outline, body: body
        ).html.bytes
    }

    /// Sections, and the criteria below their own heading.
    var outline: [OutlineEntry] {
        func entries(_ placement: Section.Placement) -> [OutlineEntry] {
            sections.filter { $0.placement == placement }.map { OutlineEntry(id: $0.id, text: $0.title) }
        }
        let criteria = OutlineEntry(
            id: TargetRendering.criteriaID, text: "Kriterier",
            children: self.criteria.map { OutlineEntry(id: $0.id, text: "\($0.number) \($0.title)") })
        return entries(.before) + (self.criteria.isEmpty ? [] : [criteria]) + entries(.after)
    }
}

/// A target's sections and criteria in HTML.
struct TargetRendering {
    let content: TargetContent
    let references: CriterionReferences

    static let criteriaID = "kriterier"

    var html: HTML {
        element("div", ["class": "rendering", "lang": "da"]) {
            for section in content.sections where section.placement == .before {
                sectionHTML(section, references)
            }
            if !content.criteria.isEmpty {
                element("section", ["class": "rendering-section", "id": Self.criteriaID]) {
                    element("h2") { "Kriterier" }
                    for run in content.criteriaByGroup {
                        if !run.group.isEmpty {
                            element("h3", ["class": "rendering-group"]) { run.group }
                        }
                        for criterion in run.criteria {
                            self.criterion(criterion)
                        }
                    }
                }
            }
            for section in content.sections where section.placement == .after {
                sectionHTML(section, references)
            }
        }
    }

    private func criterion(_ criterion: Criterion) -> HTML {
        let heading = HTML {
            element("span", ["class": "rendering-number"]) { criterion.number }
            " \(criterion.title)"
        }
        return element("article", ["class": "rendering-criterion", "id": criterion.id]) {
            // Without a group above it, the criterion is one level further up.
            if criterion.group.isEmpty {
                element("h3") { heading }
            } else {
                element("h4") { heading }
            }
            element("ul", ["class": "rendering-kind"]) {
                for word in criterion.printedKind(in: content) {
                    element("li") { word }
                }
            }
            fieldsHTML(
                [("Kravtekst", criterion.requirement), ("Tekst til udbudsmaterialet", criterion.tenderText)]
                    .filter { !$0.1.isEmpty }.map { ($0.0, prose($0.1)) },
                variant: "requirement")
            fieldsHTML(criterion.printedFields.map { ($0.label, prose($0.text)) })
            if !criterion.parameters.isEmpty {
                parameters(criterion)
            }
            fieldsHTML(criterion.printedShortFields.map { ($0.label, HTML(text: $0.text)) }, variant: "short")
        }
    }

    private func parameters(_ criterion: Criterion) -> HTML {
        tableHTML(
            id: "\(criterion.id)-parametre", caption: "Tal i \(criterion.number), der skal holdes ved lige",
            headings: ["Parameter", "Værdi", "Enhed", "Kilde", "Revurderes"],
            rows: criterion.parameters.map { parameter in
                [
                    parameter.name, parameter.value, parameter.unit, parameter.source,
                    parameter.review.map(printedDay) ?? "",
                ]
            })
    }

    private func prose(_ text: FormattedText) -> HTML {
        proseHTML(text, references)
    }
}

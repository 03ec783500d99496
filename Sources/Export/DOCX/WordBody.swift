import Markup
import Workspace

/// `word/document.xml`: the title block, what the version is, the sections and the criteria.
struct WordBody {
    let content: TargetContent
    let stamp: VersionStamp
    let references: CriterionReferences
    /// Filled as the text is written.
    let lists = WordLists()

    static let headerRelationship = "rId3"
    static let footerRelationship = "rId4"
    static let numberingRelationship = "rId5"

    /// The whole part.
    var part: XML {
        xml(
            "w:document",
            ["xmlns:w": WordDocument.mainNamespace, "xmlns:r": WordDocument.relationshipNamespace]
        ) {
            xml("w:body") {
                titleBlock
                facts
                overview
                for section in content.sections where section.placement == .before {
                    self.section(section)
                }
                if !content.criteria.isEmpty {
                    paragraph(.heading1) { run("Kriterier") }
                    criteria
                }
                for section in content.sections where section.placement == .after {
                    self.section(section)
                }
                pageSetup
            }
        }
    }

    private var titleBlock: XML {
        XML {
            paragraph(.overline) { run("Indkøbsmål \(content.number)") }
            paragraph(.title) { run(content.title) }
            paragraph(.subtitle) { run(stamp.subtitle) }
            if !stamp.notice.isEmpty {
                paragraph(.notice) { run(stamp.notice) }
            }
        }
    }

    private var facts: XML {
        var table = WordTable(
            columns: [
                WordTable.Column(width: 2350, heading: ""),
                WordTable.Column(width: WordDocument.textWidth - 2350, heading: ""),
            ],
            caption: "Oplysninger om versionen")
        for fact in content.facts(stamp: stamp) {
            table.rows.append([
                paragraph(.tableHeading) { run(fact.label) },
                XML {
                    for line in fact.lines {
                        paragraph(fact.isCode ? .code : .tableText) { run(line) }
                    }
                },
            ])
        }
        return table.part
    }

    /// The criteria at a glance, each a link. Unlike a table of contents it is right without Word's having to update
    /// anything, and it says what a buyer looks for first: what binds.
    private var overview: XML {
        guard !content.criteria.isEmpty else { return XML() }
        var table = WordTable(
            columns: [
                WordTable.Column(width: 900, heading: "Nr."),
                WordTable.Column(width: WordDocument.textWidth - 900 - 1500 - 1200, heading: "Kriterium"),
                WordTable.Column(width: 1500, heading: "Forpligtelse"),
                WordTable.Column(width: 1200, heading: "Niveau"),
            ],
            caption: "Kriterierne i oversigt")
        for (index, criterion) in content.criteria.enumerated() {
            table.rows.append([
                paragraph(.tableText) { run(criterion.number) },
                paragraph(.tableText) { link(to: bookmarkName(index), criterion.title) },
                paragraph(.tableText) { run(criterion.obligation.printed) },
                paragraph(.tableText) { run(criterion.level.printed) },
            ])
        }
        return XML {
            paragraph(.heading1, startsPage: true, spaceBefore: 0) { run("Kriterierne i oversigt") }
            table.part
        }
    }

    private func section(_ section: Section) -> XML {
        XML {
            paragraph(.heading1) { run(section.title) }
            prose(section.text, style: .body)
        }
    }

    private var criteria: XML {
        var result = XML()
        var index = 0
        for group in content.criteriaByGroup {
            if !group.group.isEmpty {
                result += paragraph(.heading2) { run(group.group) }
            }
            for criterion in group.criteria {
                result += self.criterion(criterion, at: index)
                index += 1
            }
        }
        return result
    }

    private func criterion(_ criterion: Criterion, at index: Int) -> XML {
        XML {
            paragraph(.heading3) {
                bookmark(index, bookmarkName(index)) { run("\(criterion.number) \(criterion.title)") }
            }
            paragraph(.kind) { run(criterion.printedKind(in: content).joined(separator: " · ")) }
            block("Kravtekst", criterion.requirement)
            block("Tekst til udbudsmaterialet", criterion.tenderText, isSecond: !criterion.requirement.isEmpty)
            for field in criterion.printedFields {
                paragraph(.fieldLabel) { run(field.label) }
                prose(field.text, style: .fieldText)
            }
            if !criterion.parameters.isEmpty {
                paragraph(.fieldLabel) { run("Tal, der skal holdes ved lige") }
                parameters(criterion)
            }
            for (index, field) in criterion.printedShortFields.enumerated() {
                // A table has no space after it of its own, so the first line brings some.
                paragraph(.shortField, spaceBefore: index == 0 ? 180 : nil) {
                    run(field.label, isBold: true)
                    tab()
                    run(field.text)
                }
            }
        }
    }

    /// - Parameter isSecond: Whether it continues the marked block above it, and needs some air within.
    private func block(_ label: String, _ text: FormattedText, isSecond: Bool = false) -> XML {
        guard !text.isEmpty else { return XML() }
        return XML {
            paragraph(.requirementLabel, spaceBefore: isSecond ? 140 : nil) { run(label) }
            prose(text, style: .requirement)
        }
    }

    private func parameters(_ criterion: Criterion) -> XML {
        var table = WordTable(
            columns: [
                WordTable.Column(width: 2250, heading: "Parameter"),
                WordTable.Column(width: 1320, heading: "Værdi"),
                WordTable.Column(width: 1400, heading: "Enhed"),
                WordTable.Column(width: 2400, heading: "Kilde"),
                WordTable.Column(width: WordDocument.textWidth - 2250 - 1320 - 1400 - 2400, heading: "Revurderes"),
            ],
            caption: "Parametre i kriterium \(criterion.number)")
        for parameter in criterion.parameters {
            table.rows.append([
                paragraph(.tableText) { run(parameter.name) },
                paragraph(.tableText) { run(parameter.value) },
                paragraph(.tableText) { run(parameter.unit) },
                paragraph(.tableText) { run(parameter.source) },
                paragraph(.tableText) { run(parameter.review.map(printedDay) ?? "") },
            ])
        }
        return table.part
    }

    private func prose(_ text: FormattedText, style: WordStyle) -> XML {
        var result = XML()
        for paragraph in Prose(text, references).paragraphs { result += proseParagraph(paragraph, style: style) }
        return result
    }

    private func proseParagraph(_ prose: Prose.Paragraph, style: WordStyle) -> XML {
        let item = prose.list.map { lists.item($0, level: prose.level, number: prose.number) }
        return paragraph(style, item: item) {
            for piece in prose.pieces {
                if case .reference(let id, let number) = piece.kind,
                    let index = content.criteria.firstIndex(where: { $0.id == id })
                {
                    link(to: bookmarkName(index), number)
                } else {
                    run(piece.plain, look: piece.look)
                }
            }
        }
    }

    /// Word allows no hyphens in the names of bookmarks, so they are made from places and not from ids.
    private func bookmarkName(_ index: Int) -> String { "kriterium_\(index + 1)" }

    /// The first page shows its title itself, so only the others have a header; all have the page number.
    private var pageSetup: XML {
        xml("w:sectPr") {
            xml("w:headerReference", ["w:type": "default", "r:id": Self.headerRelationship])
            xml("w:footerReference", ["w:type": "default", "r:id": Self.footerRelationship])
            xml("w:footerReference", ["w:type": "first", "r:id": Self.footerRelationship])
            xml("w:pgSz", ["w:w": "\(WordDocument.pageWidth)", "w:h": "\(WordDocument.pageHeight)"])
            xml(
                "w:pgMar",
                [
                    "w:top": "1531", "w:right": "\(WordDocument.margin)", "w:bottom": "1418",
                    "w:left": "\(WordDocument.margin)", "w:header": "709", "w:footer": "709", "w:gutter": "0",
                ])
            xml("w:titlePg")
        }
    }
}

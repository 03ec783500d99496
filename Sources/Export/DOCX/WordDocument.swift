import Markup
public import Workspace

extension TargetContent {
    /// The whole target as a Word document (ECMA-376 WordprocessingML), in Danish.
    ///
    /// The same content and stamp always give the same bytes.
    ///
    /// - Parameter stamp: The version that this content is.
    /// - Throws: ``ExportError``.
    public func wordDocument(stamp: VersionStamp) throws(ExportError) -> [UInt8] {
        guard !title.isEmpty else { throw .noTitle }
        var archive = ZipArchive()
        for part in try WordDocument(content: self, stamp: stamp).parts() {
            try archive.add(part.name, part.xml.document)
        }
        return archive.bytes
    }
}

/// The parts of a Word document and how they hang together. ``WordBody`` writes the text.
struct WordDocument {
    let content: TargetContent
    let stamp: VersionStamp

    /// In the order in which they stand in the file; the content types come first, where readers look for them.
    func parts() throws(ExportError) -> [(name: String, xml: XML)] {
        let body = WordBody(content: content, stamp: stamp, references: try content.references())
        // Before the lists, which it asks for.
        let text = body.part
        return [
            ("[Content_Types].xml", contentTypes),
            ("_rels/.rels", packageRelationships),
            ("docProps/core.xml", coreProperties),
            ("docProps/app.xml", applicationProperties),
            ("word/document.xml", text),
            ("word/_rels/document.xml.rels", documentRelationships),
            ("word/styles.xml", WordStyles.part),
            ("word/numbering.xml", body.lists.part),
            ("word/settings.xml", settings),
            ("word/header1.xml", header),
            ("word/footer1.xml", footer),
        ]
    }

    static let mainNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    static let relationshipNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// A4, in twentieths of a point, and what is left between margins of 2.5 cm.
    static let pageWidth = 11906
    static let pageHeight = 16838
    static let margin = 1418
    static let textWidth = pageWidth - 2 * margin

    private var contentTypes: XML {
        let wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        return xml("Types", ["xmlns": "http://schemas.openxmlformats.org/package/2006/content-types"]) {
            xml(
                "Default",
                ["Extension": "rels", "ContentType": "application/vnd.openxmlformats-package.relationships+xml"])
            xml("Default", ["Extension": "xml", "ContentType": "application/xml"])
            contentType("/word/document.xml", "\(wordType).document.main+xml")
            contentType("/word/styles.xml", "\(wordType).styles+xml")
            contentType("/word/numbering.xml", "\(wordType).numbering+xml")
            contentType("/word/settings.xml", "\(wordType).settings+xml")
            contentType("/word/header1.xml", "\(wordType).header+xml")
            contentType("/word/footer1.xml", "\(wordType).footer+xml")
            contentType("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
            contentType(
                "/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
        }
    }

    private func contentType(_ part: String, _ type: String) -> XML {
        xml("Override", ["PartName": part, "ContentType": type])
    }

    private var packageRelationships: XML {
        relationships {
            relationship("rId1", "\(Self.relationshipNamespace)/officeDocument", "word/document.xml")
            relationship(
                "rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml")
            relationship("rId3", "\(Self.relationshipNamespace)/extended-properties", "docProps/app.xml")
        }
    }

    private var documentRelationships: XML {
        relationships {
            relationship("rId1", "\(Self.relationshipNamespace)/styles", "styles.xml")
            relationship("rId2", "\(Self.relationshipNamespace)/settings", "settings.xml")
            relationship(WordBody.numberingRelationship, "\(Self.relationshipNamespace)/numbering", "numbering.xml")
            relationship(WordBody.headerRelationship, "\(Self.relationshipNamespace)/header", "header1.xml")
            relationship(WordBody.footerRelationship, "\(Self.relationshipNamespace)/footer", "footer1.xml")
        }
    }

    private func relationships(@XMLBuilder content: () -> XML) -> XML {
        xml(
            "Relationships", ["xmlns": "http://schemas.openxmlformats.org/package/2006/relationships"],
            content: content)
    }

    private func relationship(_ id: String, _ type: String, _ target: String) -> XML {
        xml("Relationship", ["Id": id, "Type": type, "Target": target])
    }

    /// What file managers and archives show. The moment of approval stands for the file's age, so that exporting
    /// again gives the same file.
    private var coreProperties: XML {
        xml(
            "cp:coreProperties",
            [
                "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
                "xmlns:dc": "http://purl.org/dc/elements/1.1/", "xmlns:dcterms": "http://purl.org/dc/terms/",
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            ]
        ) {
            xml("dc:title") { content.printedName }
            xml("dc:creator") { stamp.organisation }
            xml("dc:description") { "Version \(stamp.label), SHA-256 \(stamp.hash)" }
            xml("dc:language") { "da-DK" }
            xml("cp:version") { stamp.label }
            if let approval = stamp.approval {
                xml("dcterms:created", ["xsi:type": "dcterms:W3CDTF"]) { approval.time.iso8601 }
                xml("dcterms:modified", ["xsi:type": "dcterms:W3CDTF"]) { approval.time.iso8601 }
            }
        }
    }

    private var applicationProperties: XML {
        xml(
            "Properties",
            ["xmlns": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"]
        ) {
            xml("Application") { "Udkast" }
            xml("Company") { stamp.organisation }
        }
    }

    /// Hyphenation, because Danish compounds are long, and a promise of today's layout rules, without which Word opens
    /// the file in its compatibility mode.
    private var settings: XML {
        xml("w:settings", ["xmlns:w": Self.mainNamespace]) {
            xml("w:zoom", ["w:percent": "100"])
            xml("w:defaultTabStop", ["w:val": "567"])
            xml("w:autoHyphenation")
            xml("w:consecutiveHyphenLimit", ["w:val": "2"])
            xml("w:hyphenationZone", ["w:val": "425"])
            xml("w:doNotHyphenateCaps")
            xml("w:characterSpacingControl", ["w:val": "doNotCompress"])
            xml("w:compat") {
                xml(
                    "w:compatSetting",
                    [
                        "w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word",
                        "w:val": "15",
                    ])
            }
            xml("w:themeFontLang", ["w:val": "da-DK"])
            xml("w:decimalSymbol", ["w:val": ","])
            xml("w:listSeparator", ["w:val": ";"])
        }
    }

    private var header: XML {
        xml("w:hdr", ["xmlns:w": Self.mainNamespace]) {
            paragraph(.header) {
                run(content.printedName)
                tab()
                run("Version \(stamp.label)")
            }
        }
    }

    private var footer: XML {
        xml("w:ftr", ["xmlns:w": Self.mainNamespace]) {
            paragraph(.footer) {
                run(stamp.organisation)
                tab()
                run("Side ")
                field("PAGE", shown: "1")
                run(" af ")
                field("NUMPAGES", shown: "1")
            }
        }
    }
}

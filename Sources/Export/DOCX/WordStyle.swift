/// The paragraph styles that a document uses. The raw value is the style's id in the file; headings keep the ids by
/// which every program knows them, so that outlines and screen readers work.
enum WordStyle: String {
    case body = "Normal"
    case overline = "Overlinje"
    case title = "Title"
    case subtitle = "Subtitle"
    case notice = "Bemaerkning"
    case heading1 = "Heading1"
    case heading2 = "Heading2"
    case heading3 = "Heading3"
    /// The line under a criterion's heading: whether it binds, its level and its type.
    case kind = "Kriterielinje"
    /// The label inside the marked block around a requirement.
    case requirementLabel = "Kravmaerkat"
    /// The text that a buyer copies, in the marked block.
    case requirement = "Kravtekst"
    case fieldLabel = "Feltnavn"
    case fieldText = "Felttekst"
    /// A short field on one line, its label at the left.
    case shortField = "Kortfelt"
    case tableText = "Tabeltekst"
    case tableHeading = "Tabeloverskrift"
    case code = "Kode"
    case header = "Header"
    case footer = "Footer"

    /// How far its text stands from the margin, in twentieths of a point.
    var indent: Int { self == .requirement ? WordStyleRule.blockIndent : 0 }

    /// Whether programs know the style by its name, and not only from our file.
    var isBuiltIn: Bool {
        switch self {
        case .body, .title, .subtitle, .heading1, .heading2, .heading3, .header, .footer: true
        default: false
        }
    }
}

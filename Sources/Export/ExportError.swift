public import Workspace

/// Why an export was not made. Nothing is ever left out of an export in silence.
public enum ExportError: Error, Hashable, Sendable {
    /// A document without a title has nothing to call itself by.
    case noTitle

    /// The document says that it is of a kind that this program does not know, or does not say.
    case unknownKind(String)

    /// There is no criterion to make a table of.
    case noCriteria

    /// Two criteria share an id, so that references and links could lead to the wrong one.
    case repeatedCriterion(id: String)

    /// The named part, or the whole with it, is larger than the format can hold (4 GiB, 65,535 files).
    case fileTooLarge(part: String)
}

extension ExportError {
    /// A sentence for the person who asked for the export.
    public func explanation(in language: Language) -> String {
        switch (self, language) {
        case (.noTitle, .danish):
            "Dokumentet kan ikke eksporteres, fordi det ikke har nogen titel."
        case (.noTitle, .english):
            "The document cannot be exported, because it has no title."
        case (.unknownKind(let kind), .danish):
            "Dokumentet kan ikke eksporteres, fordi dets art er ukendt (\(kind)). Kontakt Sekretariatet."
        case (.unknownKind(let kind), .english):
            "The document cannot be exported, because its kind is unknown (\(kind)). Ask the Secretariat."
        case (.noCriteria, .danish):
            "Kravskemaet kan ikke laves, fordi indkøbsmålet ikke har nogen kriterier."
        case (.noCriteria, .english):
            "The table of requirements cannot be made, because the target has no criteria."
        case (.repeatedCriterion(let id), .danish):
            "Indkøbsmålet kan ikke eksporteres, fordi to kriterier har samme id (\(id)). Kontakt Sekretariatet."
        case (.repeatedCriterion(let id), .english):
            "The target cannot be exported, because two criteria have the same id (\(id)). Ask the Secretariat."
        case (.fileTooLarge(let part), .danish):
            "Filen kan ikke laves, fordi indholdet er for stort (\(part))."
        case (.fileTooLarge(let part), .english):
            "The file cannot be made, because the content is too large (\(part))."
        }
    }
}

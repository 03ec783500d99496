extension Phrase {
    // MARK: Documents and their frame

    static let draft = Phrase("Udkast", "Draft")
    static let targetsInWork = Phrase("Indkøbsmål i arbejde", "Procurement targets in work")
    static let noTargets = Phrase("Gruppen har ikke noget udkast endnu.", "The group has no draft yet.")
    static let termsOfReference = Phrase("Kommissorium", "Terms of reference")
    static let contents = Phrase("Indhold", "Contents")
    static func targetOfNumber(_ number: Int) -> Phrase {
        Phrase("Indkøbsmål \(number)", "Procurement target \(number)")
    }
    static let present = Phrase("Her nu", "Here now")
    static let saved = Phrase("Gemt", "Saved")
    static let readAndComment = Phrase(
        "Du kan læse og kommentere, men ikke skrive i teksten.", "You can read and comment, but not write in the text.")
    static let readAlone = Phrase(
        "Du kan læse, men ikke skrive eller kommentere.", "You can read, but not write or comment.")
    static let documentIsApproved = Phrase(
        "Dokumentet er godkendt og kan ikke ændres.", "The document is approved and cannot be changed.")
    static let needsScript = Phrase(
        "Du kan læse her. Slå JavaScript til for at skrive i teksten.",
        "You can read here. Turn on JavaScript to write in the text.")

    static func changedSince(_ label: String) -> Phrase {
        Phrase("Ændret siden version \(label)", "Changed since version \(label)")
    }
    static func unchangedSince(_ label: String) -> Phrase {
        Phrase("Uændret siden version \(label)", "Unchanged since version \(label)")
    }
    static let noVersionYet = Phrase("Ingen version endnu", "No version yet")

    // MARK: Sections

    static let sectionTitle = Phrase("Afsnittets titel", "Title of the section")
    static let untitledSection = Phrase("Afsnit uden titel", "Section without a title")
    static let addSection = Phrase("Tilføj afsnit", "Add section")
    static let deletedSections = Phrase("Slettede afsnit", "Deleted sections")
    static let sectionText = Phrase("Afsnittets tekst", "Text of the section")

    // MARK: Rights

    static let mayNotRead = Phrase("Du har ikke adgang til at læse dette.", "You may not read this.")
    static let mayNotSettle = Phrase(
        "Observatører kan læse, men ikke løse eller genåbne tråde.",
        "Observers may read, but not resolve or reopen threads.")
    static let mayNotComment = Phrase(
        "Observatører kan læse, men ikke kommentere.", "Observers may read, but not comment.")
}

import Workspace

extension Phrase {
    static let versions = Phrase("Versioner", "Versions")
    static let version = Phrase("Version", "Version")
    static let noVersions = Phrase("Der er ikke lavet en version endnu.", "No version has been made yet.")
    static let makeVersion = Phrase("Lav en version", "Make a version")
    static let makeVersionExplanation = Phrase(
        "En version er et fast billede af teksten, som den er nu. Den kan ikke ændres bagefter; arbejdet fortsætter i kladden.",
        "A version is a fixed picture of the text as it is now. It cannot be changed later; work goes on in the working text."
    )
    static let makeVersionForbidden = Phrase(
        "Kun formanden og sekretariatet kan lave en version.", "Only the chair and the Secretariat can make a version.")
    static let approveForbidden = Phrase(
        "Kun formanden kan godkende en version.", "Only the chair can approve a version.")
    static let textMovedOn = Phrase(
        "Teksten er ændret, siden du åbnede siden. Læs den igen, og lav versionen derefter.",
        "The text has changed since you opened the page. Read it again, then make the version.")
    static let hashDiffers = Phrase(
        "Den version, du så, er ikke den, der ligger her. Intet er godkendt.",
        "The version you saw is not the one stored here. Nothing was approved.")
    static let nothingChanged = Phrase(
        "Teksten er den samme som i den seneste version.", "The text is the same as in the latest version.")
    static let made = Phrase("Lavet", "Made")
    static let madeBy = Phrase("Lavet af", "Made by")
    static let approved = Phrase("Godkendt", "Approved")
    static let approvedBy = Phrase("Godkendt af", "Approved by")
    static let notApproved = Phrase("Ikke godkendt", "Not approved")
    static let approve = Phrase("Godkend version", "Approve version")
    static let approveExplanation = Phrase(
        "Du godkender netop denne tekst, kendetegnet ved fingeraftrykket.",
        "You approve exactly this text, identified by the fingerprint.")
    static let alreadyApproved = Phrase("Versionen er allerede godkendt.", "The version has already been approved.")
    static let remark = Phrase("Bemærkning", "Remark")
    static let fingerprint = Phrase("Fingeraftryk (SHA-256)", "Fingerprint (SHA-256)")
    static let renderingFingerprint = Phrase(
        "Fingeraftryk af visningen (SHA-256)", "Fingerprint of the rendering (SHA-256)")
    static let frozenText = Phrase("Versionens tekst", "Text of the version")
    static let goToDraft = Phrase("Gå til kladden", "Go to the working text")
    static func differsFromLive(_ label: String) -> Phrase {
        Phrase(
            "Den nuværende tekst er ændret siden version \(label).",
            "The current text has changed since version \(label).")
    }
    static func sameAsLive(_ label: String) -> Phrase {
        Phrase(
            "Den nuværende tekst er den samme som i version \(label).",
            "The current text is the same as in version \(label).")
    }
    static let versionReceipt = Phrase("Versionen er lavet.", "The version has been made.")
    static let approvalReceipt = Phrase("Versionen er godkendt.", "The version has been approved.")

    static func versionLabel(_ label: String) -> Phrase { Phrase("Version \(label)", "Version \(label)") }

    static func version(_ label: String, of title: String) -> Phrase {
        Phrase("\(title), version \(label)", "\(title), version \(label)")
    }

    // MARK: Differences

    static func changesSince(_ label: String) -> Phrase {
        Phrase("Ændringer siden version \(label)", "Changes since version \(label)")
    }
    static func partsChanged(_ count: Int) -> Phrase {
        switch count {
        case 0: Phrase("Intet er ændret.", "Nothing has changed.")
        case 1: Phrase("1 del er ændret.", "1 part has changed.")
        default: Phrase("\(count) dele er ændret.", "\(count) parts have changed.")
        }
    }
    static let noFormat = Phrase("almindelig", "plain")
    static func format(_ format: FormatChange.Format) -> Phrase {
        switch format {
        case .bold: Phrase("fed", "bold")
        case .italic: Phrase("kursiv", "italic")
        case .lowered: Phrase("sænket skrift", "subscript")
        case .raised: Phrase("hævet skrift", "superscript")
        case .link(let address): Phrase("link til \(address)", "link to \(address)")
        case .item(.bullet, let level): Phrase("punkt på niveau \(level)", "bullet at level \(level)")
        case .item(.ordered, let level): Phrase("nummereret på niveau \(level)", "numbered at level \(level)")
        }
    }
    static let partAdded = Phrase("Ny", "New")
    static let partDeleted = Phrase("Slettet", "Deleted")
    static let partChanged = Phrase("Ændret", "Changed")
    static let partMoved = Phrase("Flyttet", "Moved")
    static let runDeleted = Phrase("slettet", "deleted")
    static let runInserted = Phrase("tilføjet", "added")

    // MARK: States of a target

    static let stateDraft = Phrase("Kladde", "Draft")
    static let stateUnderReview = Phrase("Til gennemsyn", "Under review")
    static let stateReturned = Phrase("Returneret", "Returned")
    static let stateApprovedByChair = Phrase("Godkendt af formand", "Approved by the chair")
    static let stateInInternalConsultation = Phrase("I intern høring", "In internal consultation")
    static let stateInIndustryConsultation = Phrase("I branchehøring", "In industry consultation")
    static let stateSubmitted = Phrase("Indstillet til styregruppen", "Submitted to the steering group")
    static let stateAdopted = Phrase("Vedtaget af styregruppen", "Adopted by the steering group")
    static let stateRejected = Phrase("Ikke vedtaget", "Not adopted")
    static let statePublished = Phrase("Offentliggjort", "Published")
    static let stateCorrected = Phrase("Tilrettet", "Corrected")
    static let stateSuperseded = Phrase("Afløst", "Superseded")
    static let stateRetired = Phrase("Udgået", "Retired")

    // MARK: Export

    static let export = Phrase("Eksportér", "Export")
    static let exportWord = Phrase("Word-dokument (DOCX)", "Word document (DOCX)")
    static let exportTable = Phrase("Kravskema (CSV til Excel)", "Requirement table (CSV for Excel)")
    static let exportPage = Phrase("Hjemmeside (HTML)", "Web page (HTML)")
    static let exportForbidden = Phrase(
        "Kun sekretariatet kan eksportere en version.", "Only the Secretariat can export a version.")
    static let exportNeedsApproval = Phrase(
        "Versionen er ikke godkendt af formanden og kan derfor ikke eksporteres.",
        "The chair has not approved the version, so it cannot be exported.")
    static let exportNotPossible = Phrase(
        "Kun indkøbsmål kan eksporteres i dette format.", "Only procurement targets can be exported in this format.")
}

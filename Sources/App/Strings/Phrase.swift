/// A text on the screen, in every language of the product.
///
/// All phrases are declared in this folder, one file a noun, as static members of this type. Both languages are
/// parameters without a default, so a phrase that lacks one does not compile; a page can only show what has a name here.
struct Phrase: Hashable, Sendable {
    let danish: String
    let english: String

    init(_ danish: String, _ english: String) {
        self.danish = danish
        self.english = english
    }
}

extension Phrase {
    // MARK: The frame round every page

    static let product = Phrase("Udkast", "Udkast")
    static let productOwner = Phrase(
        "Partnerskab for Offentlige Grønne Indkøb", "Danish Partnership for Green Public Procurement")
    static let skipToContent = Phrase("Gå til sidens indhold", "Skip to the content of the page")
    static let logOff = Phrase("Log af", "Log off")
    static let loggedOnAs = Phrase("Logget på som", "Logged on as")
    static let breadcrumb = Phrase("Brødkrumme", "Breadcrumb")
    static let mainMenu = Phrase("Hovedmenu", "Main menu")
    static let chooseLanguage = Phrase("Skift sprog", "Change language")
    static let otherLanguage = Phrase("English", "Dansk")
    static let errorPrefix = Phrase("Fejl: ", "Error: ")
    static let optional = Phrase("(frivilligt)", "(optional)")
    static let backToFront = Phrase("Gå til dine arbejdsgrupper", "Go to your working groups")
    static let demoNotice = Phrase(
        "Dette er en demo. Alle personer og alt indhold er opdigtet.",
        "This is a demo. All people and all content are invented.")
    static let actions = Phrase("Handlinger", "Actions")
    static let yes = Phrase("Ja", "Yes")
    static let no = Phrase("Nej", "No")
    static let cancel = Phrase("Annullér", "Cancel")
    static let none = Phrase("Ingen", "None")
    static let name = Phrase("Navn", "Name")
    static let state = Phrase("Status", "Status")
    static let title = Phrase("Titel", "Title")
    static let mustBeFilled = Phrase("Feltet skal udfyldes.", "This field must be filled in.")
    static let unknownPerson = Phrase("Ukendt person", "Unknown person")

    static func tooLong(_ limit: Int) -> Phrase {
        Phrase(
            "Teksten er for lang. Den må højst fylde \(limit) tegn.",
            "The text is too long: at most \(limit) characters.")
    }

    // MARK: Error pages

    static let badRequestTitle = Phrase("Vi kan ikke læse det, du har sendt", "We cannot read what you sent")
    static let badRequest = Phrase(
        "Der er noget galt med formularen eller adressen. Gå tilbage, og prøv igen.",
        "Something is wrong with the form or the address. Go back and try again.")
    static let forbiddenTitle = Phrase("Du har ikke adgang til dette", "You may not do this")
    static let foreignOrigin = Phrase(
        "Forespørgslen kom ikke fra denne side, og derfor er intet ændret. Gå til siden, og prøv igen.",
        "The request did not come from this site, so nothing was changed. Go to the site and try again.")
    static let notFoundTitle = Phrase("Siden findes ikke", "The page does not exist")
    static let notFound = Phrase(
        "Adressen er forkert, eller siden er kun for andre. Kontrollér adressen, eller gå til dine arbejdsgrupper.",
        "The address is wrong, or the page is for others only. Check the address, or go to your working groups.")
    static let methodNotAllowedTitle = Phrase("Det kan man ikke på denne side", "This page cannot do that")
    static let methodNotAllowed = Phrase(
        "Siden kan ikke bruges på den måde. Gå tilbage, og brug knapperne på siden.",
        "The page cannot be used that way. Go back and use the buttons on the page.")
    static let contentChanged = Phrase(
        "Nogen har ændret det samme imens. Hent siden igen, og se efter, før du prøver igen.",
        "Someone has changed the same thing meanwhile. Load the page again and look before you retry.")
    static let conflictTitle = Phrase("Indholdet er ændret imens", "The content has changed meanwhile")
    static let payloadTooLargeTitle = Phrase("Det, du har sendt, fylder for meget", "What you sent is too large")
    static let payloadTooLarge = Phrase(
        "Gør teksten kortere, og prøv igen.", "Make the text shorter and try again.")
    static let tooManyRequestsTitle = Phrase("Vent et øjeblik", "Wait a moment")
    static let serverErrorTitle = Phrase("Der er en teknisk fejl hos os", "There is a technical fault on our side")
    static let serverError = Phrase(
        "Intet er ændret. Prøv igen om lidt. Kontakt sekretariatet, hvis fejlen bliver ved.",
        "Nothing was changed. Try again shortly. Contact the Secretariat if the fault persists.")
    static let storeUnavailable = Phrase(
        "Vi kan ikke gemme lige nu. Intet er ændret. Prøv igen om lidt.",
        "We cannot save at the moment. Nothing was changed. Try again shortly.")
}

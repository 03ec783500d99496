extension Phrase {
    // MARK: Logging on

    static let logOn = Phrase("Log på", "Log on")
    static let email = Phrase("E-mail", "E-mail")
    static let password = Phrase("Adgangskode", "Password")
    static let wrongLogin = Phrase(
        "E-mail eller adgangskode er forkert. Prøv igen.", "The e-mail or the password is wrong. Try again.")
    static let demoLoginTitle = Phrase("Demo: log på med ét klik", "Demo: log on with one click")
    static let demoLoginExplanation = Phrase(
        "Vælg en demoperson. Det virker kun på denne maskine. Alle demopersoner har adgangskoden",
        "Choose a demo person. This works on this machine only. All demo people have the password")
    static let demoSecretariat = Phrase("Sekretariat", "Secretariat")
    static let demoChairs = Phrase("Arbejdsgruppeformænd", "Working group chairs")
    static let demoMembers = Phrase("Medlemmer", "Members")
    static let demoObservers = Phrase("Observatører", "Observers")
    static let demoOthers = Phrase("Uden arbejdsgruppe", "Without a working group")
    static func logOnAs(_ name: String) -> Phrase { Phrase("Log på som \(name)", "Log on as \(name)") }
    static let loggedOff = Phrase("Du er logget af.", "You are logged off.")

    static func tooManyLogins(seconds: Int) -> Phrase {
        Phrase(
            "Der er for mange forkerte forsøg herfra. Vent \(seconds) sekunder, og prøv igen.",
            "There are too many wrong attempts from here. Wait \(seconds) seconds and try again.")
    }

    // MARK: Invitations

    static let setUpTitle = Phrase("Velkommen til Udkast", "Welcome to Udkast")
    static let setUpExplanation = Phrase(
        "Vælg en adgangskode. Linket kan kun bruges én gang.",
        "Choose a password. The link can be used only once.")
    static let setUpSecretariat = Phrase(
        "Du opretter den første bruger i sekretariatet.", "You are creating the first user of the Secretariat.")
    static let setUpGoneTitle = Phrase("Linket virker ikke længere", "The link no longer works")
    static let setUpGone = Phrase(
        "Linket er brugt, udløbet eller trukket tilbage. Bed sekretariatet om et nyt.",
        "The link has been used, has expired or was withdrawn. Ask the Secretariat for a new one.")
    static let choosePassword = Phrase("Vælg en adgangskode", "Choose a password")
    static let passwordHint = Phrase(
        "Mindst 12 tegn. En sætning med flere ord er let at huske og svær at gætte.",
        "At least 12 characters. A sentence of several words is easy to remember and hard to guess.")
    static let passwordTooShort = Phrase(
        "Adgangskoden er for kort. Den skal have mindst 12 tegn.",
        "The password is too short. It needs at least 12 characters.")
    static let passwordTooLong = Phrase(
        "Adgangskoden er for lang. Den må højst have 256 tegn.",
        "The password is too long. It may have at most 256 characters.")
    static let passwordTooCommon = Phrase(
        "Adgangskoden er for let at gætte. Vælg en anden.", "The password is too easy to guess. Choose another.")
    static let emailInvalid = Phrase("Skriv en gyldig e-mailadresse.", "Write a valid e-mail address.")
    static let emailTaken = Phrase(
        "Der er allerede en bruger med den e-mail.", "There already is a user with that e-mail.")
    static let createAccount = Phrase("Opret bruger", "Create user")

    // MARK: Groups and roles

    static let myGroups = Phrase("Mine arbejdsgrupper", "My working groups")
    static let allGroups = Phrase("Alle arbejdsgrupper", "All working groups")
    static let noGroups = Phrase(
        "Du er ikke med i en arbejdsgruppe endnu. Kontakt sekretariatet.",
        "You are not in a working group yet. Contact the Secretariat.")
    static let noGroupsAtAll = Phrase("Der er ingen arbejdsgrupper endnu.", "There are no working groups yet.")
    static let yourRole = Phrase("Din rolle", "Your role")
    static let role = Phrase("Rolle", "Role")
    static let roleObserver = Phrase("Observatør", "Observer")
    static let roleMember = Phrase("Medlem", "Member")
    static let roleChair = Phrase("Arbejdsgruppeformand", "Working group chair")
    static let roleSecretariat = Phrase("Sekretariat", "Secretariat")
    static let members = Phrase("Medlemmer", "Members")
    static let organisation = Phrase("Organisation", "Organisation")
    static let jobTitle = Phrase("Stilling", "Job title")
    static let milestones = Phrase("Tidsplan", "Timetable")
    static let milestoneReached = Phrase("Nået", "Reached")
    static let milestoneCurrent = Phrase("I gang", "In progress")
    static let milestonePlanned = Phrase("Planlagt", "Planned")
    static let date = Phrase("Dato", "Date")
    static let groupRevision = Phrase("Revision af et indkøbsmål", "Revision of a procurement target")
    static let groupNew = Phrase("Nyt indkøbsmål", "New procurement target")
    static let caseNumber = Phrase("Sagsnummer", "Case number")

    // MARK: The Secretariat's administration

    static let administration = Phrase("Administration", "Administration")
    static let users = Phrase("Brugere", "Users")
    static let createMember = Phrase("Opret bruger", "Create user")
    static let createMemberExplanation = Phrase(
        "Brugeren får et link, der gælder én gang i 7 dage, og vælger selv sin adgangskode.",
        "The user gets a link that works once within 7 days and chooses their own password.")
    static let invitationTitle = Phrase("Brugeren er oprettet", "The user has been created")
    static let invitationExplanation = Phrase(
        "Send dette link til brugeren. Det vises kun nu, kan bruges én gang og gælder i 7 dage.",
        "Send this link to the user. It is shown only now, works once and is valid for 7 days.")
    static let newInvitation = Phrase("Nyt link", "New link")
    static func newInvitation(for name: String) -> Phrase { Phrase("Nyt link til \(name)", "New link for \(name)") }
    static let invitationLink = Phrase("Link til brugeren", "Link for the user")
    static let isSecretariat = Phrase("Arbejder i sekretariatet", "Works in the Secretariat")
    static let groups = Phrase("Arbejdsgrupper", "Working groups")
    static let createGroup = Phrase("Opret arbejdsgruppe", "Create working group")
    static let groupName = Phrase("Arbejdsgruppens navn", "Name of the working group")
    static let groupKind = Phrase("Opgave", "Task")
    static let giveRole = Phrase("Giv rolle", "Give role")
    static let changeRole = Phrase("Skift rolle", "Change role")
    static let withdrawRole = Phrase("Fjern fra gruppen", "Remove from the group")
    static let manageMembers = Phrase("Administrér medlemmer", "Manage members")
    static let chooseMember = Phrase("Person", "Person")
    static let organisations = Phrase("Organisationer", "Organisations")
    static let createOrganisation = Phrase("Opret organisation", "Create organisation")
    static let shortName = Phrase("Kort navn", "Short name")
    static let organisationKind = Phrase("Slags", "Kind")
    static let kindMunicipality = Phrase("Kommune", "Municipality")
    static let kindRegion = Phrase("Region", "Region")
    static let kindState = Phrase("Statslig", "State")
    static let kindEducation = Phrase("Uddannelse", "Education")
    static let kindPurchasingBody = Phrase("Indkøbsfællesskab", "Purchasing body")
    static let kindFictional = Phrase("Fiktiv", "Fictional")
    static let isPartner = Phrase("Medlem af partnerskabet", "Member of the partnership")
    static let organisationTaken = Phrase(
        "Der er allerede en organisation med det navn.", "There already is an organisation with that name.")
    static let createTerms = Phrase("Opret kommissorium", "Create terms of reference")
    static let createTarget = Phrase("Opret udkast til indkøbsmål", "Create draft procurement target")
    static let targetNumber = Phrase("Nummer", "Number")
    static let targetTitle = Phrase("Indkøbsmålets titel", "Title of the procurement target")
    static let numberInvalid = Phrase(
        "Skriv et helt tal mellem 1 og 999.", "Write a whole number from 1 to 999.")
    static let numberTaken = Phrase(
        "Nummeret er allerede brugt. Et nummer genbruges aldrig.",
        "The number is already in use. A number is never reused.")
    static let noSuchOrganisation = Phrase("Vælg en organisation fra listen.", "Choose an organisation from the list.")
    static let noSuchMember = Phrase("Vælg en person fra listen.", "Choose a person from the list.")
    static let noSuchRole = Phrase("Vælg en rolle fra listen.", "Choose a role from the list.")
    static let administrationForbidden = Phrase(
        "Kun sekretariatet kan administrere brugere og arbejdsgrupper.",
        "Only the Secretariat can manage users and working groups.")

    static func withdrawRole(from member: String) -> Phrase {
        Phrase("Fjern \(member) fra gruppen", "Remove \(member) from the group")
    }

    static func changeRole(of member: String) -> Phrase {
        Phrase("Skift rolle for \(member)", "Change the role of \(member)")
    }

    // MARK: Own access

    static let myLogins = Phrase("Min adgang", "My access")
    static let changePassword = Phrase("Skift adgangskode", "Change password")
    static let changePasswordExplanation = Phrase(
        "Alle andre browsere bliver logget af.", "All other browsers are logged off.")
    static let currentPassword = Phrase("Nuværende adgangskode", "Current password")
    static let newPassword = Phrase("Ny adgangskode", "New password")
    static let wrongPassword = Phrase("Adgangskoden er forkert.", "The password is wrong.")
    static let passwordChanged = Phrase("Adgangskoden er skiftet.", "The password has been changed.")
    static let myLoginsExplanation = Phrase(
        "Her er de browsere, du er logget på fra. Log af det, du ikke kender.",
        "These are the browsers you are logged on from. Log off what you do not recognise.")
    static let loginStarted = Phrase("Logget på", "Logged on")
    static let loginLastSeen = Phrase("Sidst brugt", "Last used")
    static let thisLogin = Phrase("Denne browser", "This browser")
    static let endLogin = Phrase("Log af her", "Log off here")
}

import Workspace

extension Phrase {
    static let journal = Phrase("Journal", "Journal")
    static func journalExplanation(_ count: Int) -> Phrase {
        Phrase(
            "De seneste \(count) hændelser. Linjerne er kædet sammen, så ingen kan ændres, uden at det ses.",
            "The latest \(count) events. The lines are chained, so none can be changed without it showing.")
    }
    static let journalTime = Phrase("Tidspunkt", "Time")
    static let journalWho = Phrase("Hvem", "Who")
    static let journalWhat = Phrase("Hvad", "What")
    static let journalSubject = Phrase("Vedrører", "Concerns")
    static let journalDetail = Phrase("Detaljer", "Details")
    static let theServer = Phrase("Serveren", "The server")
}

extension JournalEvent {
    var phrase: Phrase {
        switch self {
        case .memberAdded: Phrase("Bruger oprettet", "User created")
        case .passwordSet: Phrase("Adgangskode valgt", "Password chosen")
        case .loggedIn: Phrase("Logget på", "Logged on")
        case .loginRefused: Phrase("Forkert adgangskode", "Wrong password")
        case .loggedOut: Phrase("Logget af", "Logged off")
        case .invitationIssued: Phrase("Link udstedt", "Link issued")
        case .invitationUsed: Phrase("Link brugt", "Link used")
        case .groupAdded: Phrase("Arbejdsgruppe oprettet", "Working group created")
        case .membershipSet: Phrase("Rolle givet", "Role given")
        case .membershipEnded: Phrase("Fjernet fra gruppen", "Removed from the group")
        case .documentAdded: Phrase("Dokument oprettet", "Document created")
        case .documentFrozen: Phrase("Dokument låst", "Document frozen")
        case .stateChanged: Phrase("Status ændret", "State changed")
        case .threadSettled: Phrase("Tråd løst", "Thread resolved")
        case .threadReopened: Phrase("Tråd genåbnet", "Thread reopened")
        case .versionMade: Phrase("Version lavet", "Version made")
        case .versionApproved: Phrase("Version godkendt", "Version approved")
        case .versionExported: Phrase("Version eksporteret", "Version exported")
        case .meetingCalled: Phrase("Møde oprettet", "Meeting created")
        case .meetingChanged: Phrase("Møde ændret", "Meeting changed")
        case .attendanceRecorded: Phrase("Fremmøde noteret", "Attendance recorded")
        case .decisionRecorded: Phrase("Beslutning tilføjet", "Decision recorded")
        case .actionItemRecorded: Phrase("Aktion tilføjet", "Action item recorded")
        case .actionItemClosed: Phrase("Aktion lukket", "Action item closed")
        case .actionItemReopened: Phrase("Aktion genåbnet", "Action item reopened")
        case .demoLoaded: Phrase("Demoindhold indlæst", "Demo content loaded")
        }
    }
}

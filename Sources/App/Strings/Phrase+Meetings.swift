extension Phrase {
    static let meetings = Phrase("Møder", "Meetings")
    static let nextMeeting = Phrase("Næste møde", "Next meeting")
    static let noNextMeeting = Phrase("Der er ikke planlagt et møde.", "No meeting is planned.")
    static let newMeeting = Phrase("Nyt møde", "New meeting")
    static let createMeeting = Phrase("Opret møde", "Create meeting")
    static let meetingTitle = Phrase("Mødets titel", "Title of the meeting")
    static let meetingDate = Phrase("Dato", "Date")
    static let meetingStart = Phrase("Starter kl.", "Starts at")
    static let meetingEnd = Phrase("Slutter kl.", "Ends at")
    static let meetingPlace = Phrase("Sted eller link", "Place or link")
    static let meetingLeader = Phrase("Mødeleder", "Chair of the meeting")
    static let minuteTaker = Phrase("Referent", "Minute taker")
    static let meetingFacts = Phrase("Om mødet", "About the meeting")
    static let agendaAndMinutes = Phrase("Dagsorden og referat", "Agenda and minutes")
    static let agendaItem = Phrase("Punkt", "Item")
    static let agendaItemTitle = Phrase("Punktets titel", "Title of the item")
    static let caseText = Phrase("Sagsfremstilling", "Presentation of the case")
    static let minutes = Phrase("Referat", "Minutes")
    static let untitledItem = Phrase("Punkt uden titel", "Item without a title")
    static let addAgendaItem = Phrase("Tilføj punkt", "Add item")
    static let deletedAgendaItems = Phrase("Slettede punkter", "Deleted items")
    static let itemForm = Phrase("Behandling", "Treatment")
    static let formInformation = Phrase("Orientering", "For information")
    static let formDiscussion = Phrase("Drøftelse", "For discussion")
    static let formDecision = Phrase("Beslutning", "For decision")
    static let itemMinutes = Phrase("Minutter", "Minutes of time")
    static let presenter = Phrase("Oplæg", "Presented by")
    static let dateInvalid = Phrase(
        "Skriv datoen som år-måned-dag, for eksempel 2026-12-15.",
        "Write the date as year-month-day, for example 2026-12-15.")
    static let timeInvalid = Phrase(
        "Skriv klokkeslættet som 09.30.", "Write the time as 09:30.")
    static let endBeforeStart = Phrase("Mødet slutter, før det starter.", "The meeting ends before it starts.")

    // MARK: The state of the minutes

    static let minutesDraft = Phrase("Kladde", "Draft")
    static let minutesCirculated = Phrase("Udsendt til godkendelse", "Circulated for approval")
    static let minutesApproved = Phrase("Godkendt", "Approved")
    static let minutesAreApproved = Phrase(
        "Referatet er godkendt og kan ikke ændres.", "The minutes are approved and cannot be changed.")

    // MARK: Attendance

    static let attendance = Phrase("Fremmøde", "Attendance")
    static let attended = Phrase("Deltog", "Attended")
    static let apologies = Phrase("Afbud", "Apologies")
    static let attendedPartly = Phrase("Deltog delvist", "Attended partly")
    static let attendanceUnknown = Phrase("Ikke angivet", "Not stated")
    static let saveAttendance = Phrase("Gem fremmøde", "Save attendance")

    static func organisationsPresent(_ count: Int) -> Phrase {
        count == 1
            ? Phrase("1 medlemsorganisation er repræsenteret.", "1 member organisation is represented.")
            : Phrase(
                "\(count) medlemsorganisationer er repræsenteret.", "\(count) member organisations are represented.")
    }

    // MARK: Decisions and actions

    static let decisions = Phrase("Beslutninger", "Decisions")
    static let decision = Phrase("Beslutning", "Decision")
    static let noDecisions = Phrase("Der er ingen beslutninger endnu.", "There are no decisions yet.")
    static let recordDecision = Phrase("Tilføj beslutning", "Record decision")
    static let concerns = Phrase("Vedrører", "Concerns")
    static let consensus = Phrase("Konsensus", "Consensus")
    static let dissent = Phrase("Uenighed", "Dissent")
    static let agreement = Phrase("Enighed", "Agreement")
    static let actionItems = Phrase("Aktioner", "Action items")
    static let actionItem = Phrase("Aktion", "Action item")
    static let openActions = Phrase("Åbne aktioner", "Open action items")
    static let noOpenActions = Phrase("Der er ingen åbne aktioner.", "There are no open action items.")
    static let noActions = Phrase("Der er ingen aktioner endnu.", "There are no action items yet.")
    static let recordAction = Phrase("Tilføj aktion", "Record action item")
    static let actionText = Phrase("Hvad skal gøres?", "What is to be done?")
    static let responsible = Phrase("Ansvarlig", "Responsible")
    static let deadline = Phrase("Frist", "Deadline")
    static let actionOpen = Phrase("Åben", "Open")
    static let actionClosed = Phrase("Lukket", "Closed")
    static let closeAction = Phrase("Luk aktion", "Close action item")
    static let overdue = Phrase("Overskredet", "Overdue")

    static let time = Phrase("Tid", "Time")
    static let meeting = Phrase("Møde", "Meeting")
    static func meetingNumber(_ number: Int) -> Phrase { Phrase("Møde \(number)", "Meeting \(number)") }
    static func actionCount(open: Int) -> Phrase {
        open == 1
            ? Phrase("1 åben aktion", "1 open action item")
            : Phrase("\(open) åbne aktioner", "\(open) open action items")
    }

    static let agendaWelcome = Phrase("Velkomst og godkendelse af dagsorden", "Welcome and approval of the agenda")
    static let agendaEarlierMinutes = Phrase("Godkendelse af referat fra sidste møde", "Approval of the last minutes")
    static let agendaDraft = Phrase("Drøftelse af udkastet", "Discussion of the draft")
    static let agendaOther = Phrase("Næste møde og eventuelt", "Next meeting and any other business")

    static let circulateMinutes = Phrase("Send referatet til godkendelse", "Circulate the minutes for approval")
    static let approveMinutes = Phrase("Godkend referatet", "Approve the minutes")
    static let mayNotRecord = Phrase(
        "Kun formanden og sekretariatet kan ændre mødets oplysninger.",
        "Only the chair and the Secretariat can change the records of a meeting.")
    static let mayNotCallMeeting = Phrase(
        "Kun formanden og sekretariatet kan oprette et møde.",
        "Only the chair and the Secretariat can create a meeting.")
}

import Markup
import Workspace

/// The form that calls a meeting.
struct NewMeetingPage {
    let language: Language
    let group: Group
    let form: FormState
    /// Who can lead it or take the minutes, in Danish order.
    let people: [(id: MemberID, name: String)]

    var html: HTML {
        HTML {
            pageHead(language(.newMeeting), eyebrow: group.name)
            postForm(to: "/groups/\(group.id)/meetings") {
                let fields = FormFields(language: language, state: form)
                fields.summary()
                fields.text("title", .meetingTitle)
                fields.text("day", .meetingDate, type: "date")
                fields.text("from", .meetingStart, type: "time")
                fields.text("to", .meetingEnd, type: "time")
                fields.text("place", .meetingPlace)
                fields.choice("chair", .meetingLeader, choices)
                fields.choice("secretary", .minuteTaker, choices)
                submitButton(language(.createMeeting), look: "primary")
            }
        }
    }

    private var choices: [(value: String, text: String)] {
        [("", language(.notChosen))] + people.map { ($0.id.rawValue, $0.name) }
    }
}

import Merge
import RichText
import Workspace

/// Reads the form that calls a meeting, and writes the agenda that it begins with.
enum NewMeeting {
    /// The meeting, or nil with the form's problems noted in it.
    static func read(from form: inout FormState, group: GroupID, number: Int, members: Set<MemberID>) -> Meeting? {
        let title = form.requiredText("title", atMost: 400)
        let place = form.requiredText("place", atMost: 400)
        let day = Day(iso8601: form["day"])
        if day == nil { form.refuse("day", .dateInvalid) }
        let from = ClockTime(form["from"])
        if from == nil { form.refuse("from", .timeInvalid) }
        let to = ClockTime(form["to"])
        if to == nil { form.refuse("to", .timeInvalid) }
        if let from, let to, to <= from { form.refuse("to", .endBeforeStart) }
        let chair = member("chair", in: &form, members)
        let secretary = member("secretary", in: &form, members)
        guard form.isValid, let day, let from, let to else { return nil }
        return Meeting(
            id: MeetingID(randomID(prefix: "moede")), group: group, number: number, title: title, day: day, from: from,
            to: to, place: place, chair: chair, secretary: secretary)
    }

    private static func member(_ name: String, in form: inout FormState, _ members: Set<MemberID>) -> MemberID? {
        if form[name].isEmpty { return nil }
        let id = MemberID(form[name])
        guard members.contains(id) else {
            form.refuse(name, .noSuchMember)
            return nil
        }
        return id
    }

    private static let items: [(title: Phrase, form: AgendaItemForm, minutes: Int64)] = [
        (.agendaWelcome, .briefing, 10), (.agendaEarlierMinutes, .decision, 5), (.agendaDraft, .discussion, 60),
        (.agendaOther, .briefing, 10),
    ]

    /// The agenda every meeting begins with, in Danish: minutes are.
    static func agenda(of meeting: Meeting) -> FirstText {
        var text = FirstText()
        text.set("dokument", "kind", .text("minutes"))
        text.write("dokument", "titel", meeting.title)
        for (index, (item, order)) in zip(items, OrderKey.spread(items.count)).enumerated() {
            let node = "pkt-\(index + 1)"
            text.set(node, "kind", .text("punkt"))
            text.set(node, "order", .text(order))
            text.set(node, "form", .text(item.form.rawValue))
            text.set(node, "minutter", .integer(item.minutes))
            text.write(node, "titel", Language.danish(item.title))
        }
        return text
    }
}

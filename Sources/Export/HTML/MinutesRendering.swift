import Markup
import RichText
import Workspace

/// Minutes in HTML: the meeting and who was there, the items with what was said and decided, and what is to be done.
struct MinutesRendering {
    let content: DocumentContent
    let names: RenderingNames
    /// Nil for the text alone.
    let records: MeetingRecords?

    var html: HTML {
        element("div", ["class": "rendering", "lang": "da"]) {
            if let records {
                meeting(records)
                attendance(records)
            }
            agenda
            if let records {
                decisionsWithoutItem(records)
                actions(records)
            }
        }
    }

    /// The agenda.
    var outline: [OutlineEntry] {
        items.enumerated().map { index, id in
            OutlineEntry(id: id, text: "\(index + 1). \(content.text(id, "titel"))")
        }
    }

    private var items: [String] { content.children(kind: "punkt") }

    private func meeting(_ records: MeetingRecords) -> HTML {
        let meeting = records.meeting
        let facts: [(label: String, content: HTML)] = [
            ("Tid", meeting.printedTime),
            ("Sted", meeting.place),
            ("Mødeleder", meeting.chair.map { name($0) } ?? ""),
            ("Referent", meeting.secretary.map { name($0) } ?? ""),
            ("Referat godkendt", meeting.minutesApprovedOn?.formatted(in: .danish) ?? ""),
        ].filter { !$0.1.isEmpty }.map { ($0.0, HTML(text: $0.1)) }
        return element("section", ["class": "rendering-section"]) {
            element("h2") { "Mødet" }
            fieldsHTML(facts, variant: "short")
        }
    }

    private func attendance(_ records: MeetingRecords) -> HTML {
        guard !records.attendance.isEmpty else { return HTML() }
        return element("section", ["class": "rendering-section"]) {
            element("h2", ["id": "deltagere"]) { "Deltagere" }
            tableHTML(
                id: "deltagere", caption: nil, headings: ["Navn", "Organisation", "Rolle", "Fremmøde"],
                rows: records.attendance.map { attendance in
                    [
                        name(attendance.member), names.people[attendance.member]?.organisation ?? "",
                        attendance.printedCapacity, attendance.printedPresence,
                    ]
                })
        }
    }

    private var agenda: HTML {
        guard !items.isEmpty else { return HTML() }
        return element("section", ["class": "rendering-section"]) {
            element("h2") { "Dagsorden og referat" }
            for (index, id) in items.enumerated() {
                item(id, number: index + 1)
            }
        }
    }

    private func item(_ id: String, number: Int) -> HTML {
        element("article", ["class": "rendering-item", "id": id]) {
            element("h3") {
                element("span", ["class": "rendering-number"]) { "\(number)." }
                " \(content.text(id, "titel"))"
            }
            let kind = self.kind(of: id)
            if !kind.isEmpty {
                element("ul", ["class": "rendering-kind"]) {
                    for word in kind {
                        element("li") { word }
                    }
                }
            }
            fieldsHTML(
                [("Sagsfremstilling", "sagsfremstilling"), ("Referat", "referat")]
                    .map { ($0.0, content.formattedText(id, $0.1)) }.filter { !$0.1.isEmpty }
                    .map { ($0.0, prose($0.1)) })
            if let records {
                decisions(records.decisions.filter { $0.item == id })
            }
        }
    }

    private func kind(of item: String) -> [String] {
        var kind: [String] = []
        if let form = content.string(item, "form") {
            kind.append(AgendaItemForm(rawValue: form)?.printed ?? form)
        }
        if case .integer(let minutes)? = content.register(item, "minutter") {
            kind.append("\(minutes) minutter")
        }
        if let presenter = content.string(item, "oplaeg"), !presenter.isEmpty {
            kind.append("Oplæg: \(name(MemberID(presenter)))")
        }
        return kind
    }

    private func decisions(_ decisions: [Decision]) -> HTML {
        fieldsHTML(decisions.map { ($0.printedLabel, prose(FormattedText($0.text))) }, variant: "requirement")
    }

    /// Also those whose item has been deleted since: a decision stays.
    private func decisionsWithoutItem(_ records: MeetingRecords) -> HTML {
        let shown = Set(items)
        let rest = records.decisions.filter { decision in decision.item.map { !shown.contains($0) } ?? true }
        guard !rest.isEmpty else { return HTML() }
        return element("section", ["class": "rendering-section"]) {
            element("h2") { "Øvrige beslutninger" }
            decisions(rest)
        }
    }

    private func actions(_ records: MeetingRecords) -> HTML {
        guard !records.actions.isEmpty else { return HTML() }
        return element("section", ["class": "rendering-section"]) {
            element("h2", ["id": "opgaver"]) { "Opgaver" }
            tableHTML(
                id: "opgaver", caption: nil, headings: ["Nr.", "Opgave", "Ansvarlig", "Frist", "Status"],
                rows: records.actions.map { action in
                    [
                        action.label, Prose(FormattedText(action.text), names.references).plain,
                        name(action.responsible), action.deadline?.formatted(in: .danish) ?? "", action.printedStatus,
                    ]
                })
        }
    }

    private func name(_ member: MemberID) -> String {
        names.people[member]?.name ?? member.rawValue
    }

    private func prose(_ text: FormattedText) -> HTML {
        proseHTML(text, names.references)
    }
}

extension DocumentContent {
    /// The value of a register that holds text; nil when it holds something else or nothing.
    func string(_ node: String, _ key: String) -> String? {
        guard case .string(let scalars)? = register(node, key) else { return nil }
        return String(String.UnicodeScalarView(scalars))
    }
}

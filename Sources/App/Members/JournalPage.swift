import Markup
import Workspace

/// The account of who did what, for the Secretariat. It never holds text of a document.
struct JournalPage {
    /// How many lines the page shows.
    static let length = 200

    let language: Language
    /// The newest first.
    let entries: [JournalEntry]
    let people: People

    var html: HTML {
        HTML {
            pageHead(language(.journal)) {
                element("p", ["class": "lead"]) { language(.journalExplanation(Self.length)) }
            }
            table(
                caption: language(.journal),
                headings: [.journalTime, .journalWho, .journalWhat, .journalSubject, .journalDetail].map {
                    language($0)
                },
                rows: entries.map { entry in
                    [
                        time(moment(entry.at), iso: entry.at.iso8601),
                        HTML(text: entry.member.map { people.name(of: $0) } ?? language(.theServer)),
                        HTML(text: language(entry.event.phrase)), HTML(text: entry.subject), HTML(text: entry.detail),
                    ]
                })
        }
    }

    /// `24.11.2026 09.17`, short for a column of a table.
    private func moment(_ time: Timestamp) -> String {
        let local = CopenhagenTime(time)
        return "\(local.day.formattedShort(in: language)) \(local.time.digits(in: language))"
    }
}

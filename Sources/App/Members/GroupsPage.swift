import Markup
import Workspace

/// The front page: the working groups that a person is in.
struct GroupsPage {
    struct Entry: Sendable {
        let group: Group
        let role: Role
        /// "13 Møbler" and so on.
        let targets: [String]
        let nextMeeting: Meeting?
        let openActions: Int
    }

    let language: Language
    let member: Member
    let entries: [Entry]

    var title: String { language(member.isSecretariat ? .allGroups : .myGroups) }

    var html: HTML {
        HTML {
            pageHead(title)
            if entries.isEmpty {
                element("div", ["class": "empty"]) {
                    element("p") { language(member.isSecretariat ? .noGroupsAtAll : .noGroups) }
                    if member.isSecretariat {
                        element("p") { link(language(.createGroup), to: "/administration", class: "button") }
                    }
                }
            } else {
                element("ul", ["class": "rows"]) {
                    for entry in entries { row(entry) }
                }
            }
        }
    }

    private func row(_ entry: Entry) -> HTML {
        element("li", ["class": "row"]) {
            element("div", ["class": "row-main"]) {
                link(entry.group.name, to: "/groups/\(entry.group.id)", class: "row-title")
                element("p", ["class": "note"]) { summary(of: entry) }
            }
            element("div", ["class": "row-side"]) {
                tag(language(entry.group.state.phrase), .information)
                tag(language(entry.role.phrase))
            }
        }
    }

    private func summary(of entry: Entry) -> String {
        var parts = entry.targets
        if let meeting = entry.nextMeeting {
            parts.append("\(language(.nextMeeting)): \(meeting.day.formatted(in: language))")
        }
        parts.append(language(.actionCount(open: entry.openActions)))
        return parts.joined(separator: " · ")
    }
}

extension Role {
    var phrase: Phrase {
        switch self {
        case .observer: .roleObserver
        case .member: .roleMember
        case .chair: .roleChair
        case .secretariat: .roleSecretariat
        }
    }
}

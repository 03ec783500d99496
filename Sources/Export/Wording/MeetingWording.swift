import Workspace

extension AgendaItemForm {
    /// As printed: `Til beslutning`.
    var printed: String {
        switch self {
        case .briefing: "Til orientering"
        case .discussion: "Til drøftelse"
        case .decision: "Til beslutning"
        }
    }
}

extension Attendance {
    var printedCapacity: String {
        switch capacity {
        case .chair: "Formand"
        case .member: "Medlem"
        case .secretariat: "Sekretariat"
        case .observer: "Observatør"
        case .guest: "Gæst"
        }
    }

    /// `Deltog`, `Afbud` or `Deltog (punkt 4)`.
    var printedPresence: String {
        let items = items.isEmpty ? "" : " (punkt \(items.map(String.init).joined(separator: ", ")))"
        return switch presence {
        case .attended: "Deltog" + items
        case .partly: items.isEmpty ? "Deltog delvist" : "Deltog" + items
        case .apologies: "Afbud"
        }
    }
}

extension ActionItem {
    var printedStatus: String {
        switch status {
        case .open: "Åben"
        case .closed: closedOn.map { "Afsluttet \($0.formatted(in: .danish))" } ?? "Afsluttet"
        }
    }
}

extension Decision {
    /// The label's second part says that not all agreed, which a reader of minutes needs to see at once.
    var printedLabel: String {
        switch agreement {
        case .consensus: "Beslutning \(label)"
        case .dissent: "Beslutning \(label) (ikke enighed)"
        }
    }
}

extension Meeting {
    /// `tirsdag den 2. juni 2026 kl. 10.00-13.00`.
    var printedTime: String {
        "\(day.formattedWithWeekday(in: .danish)) \(from.formatted(in: .danish))-\(to.digits(in: .danish))"
    }
}

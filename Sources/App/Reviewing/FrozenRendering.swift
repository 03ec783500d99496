import Export
import Markup
import RichText
import Workspace

extension Application {
    /// A document as a version of it is shown for ever: for minutes with who was there, what was decided and what is
    /// to be done, and with names and numbers as they are at this moment.
    ///
    /// - Throws: ``PageProblem`` with the reason when the content cannot be rendered.
    func rendering(of document: DocumentRecord, saying content: DocumentContent) async throws -> [UInt8] {
        // A target names nobody, and its numbers are its own.
        let isTarget = document.kind == .target
        let names = isTarget ? RenderingNames() : try await renderingNames(in: document.group)
        let records = document.kind == .minutes ? try await meetingRecords(of: document.id) : nil
        do throws(ExportError) {
            return try DocumentRendering(content, names: names, records: records).html.bytes
        } catch { throw PageProblem.conflict(error.phrase) }
    }

    private func renderingNames(in group: GroupID) async throws -> RenderingNames {
        let organisations = try await organisations()
        let people = try await store.members.all().map { member in
            let organisation = member.organisation.flatMap { organisations[$0]?.shortName } ?? ""
            return (member.id, RenderingNames.Person(name: member.name, organisation: organisation))
        }
        var numbers: [String: String] = [:]
        for document in try await store.documents.records(of: group) where document.kind == .target {
            for (id, number) in TargetPaper.numberedCriteria(of: try await rooms.content(of: document.id)) {
                numbers[id] = number
            }
        }
        return RenderingNames(people: Dictionary(uniqueKeysWithValues: people), criterionNumbers: numbers)
    }

    private func meetingRecords(of id: MeetingID) async throws -> MeetingRecords? {
        guard let meeting = try await store.meetings.meeting(id) else { return nil }
        return MeetingRecords(
            meeting: meeting, attendance: try await store.meetings.attendance(of: id).map(\.attendance),
            decisions: try await store.meetings.decisions(of: id),
            actions: try await store.meetings.actionItems(of: id))
    }
}

extension Version {
    /// The rendering that was kept with the version. We made it ourselves; see ``Markup/VerbatimHTML``.
    var frozenHTML: HTML { HTML(VerbatimHTML(rendering)) }
}

extension ExportError {
    var phrase: Phrase { Phrase(explanation(in: .danish), explanation(in: .english)) }
}

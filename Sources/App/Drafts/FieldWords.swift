/// What fields are called on the screen, by the names that they have in documents.
enum FieldWords {
    /// A text field; nil for one that the pages do not show.
    static func text(_ field: String) -> Phrase? { texts[field] }

    /// A small field or one element of a set, such as `kravtyper:kontraktvilkaar`, with the element if there is one.
    static func small(_ key: String) -> (label: Phrase?, element: String?) {
        let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
        return (smallFields[parts[0]], parts.count > 1 ? parts[1] : nil)
    }

    private static let texts: [String: Phrase] = [
        "titel": .title, "navn": .name, "tekst": .sectionText, "kravtekst": .requirementText,
        "udbudstekst": .tenderText, "betingelse": .condition, "dokumentation": .proof, "begrundelse": .rationale,
        "vejledning": .guidance, "pointmodel": .scoring, "kontraktopfoelgning": .contractFollowUp,
        "markedsnote": .marketNote, "maalopfoelgningsindikator": .indicator, "sagsfremstilling": .caseText,
        "referat": .minutes,
    ]

    private static let smallFields: [String: Phrase] = [
        "nummer": .targetNumber, "type": .targetType, "naesteGennemgang": .nextReview, "cpv": .cpvCodes,
        "gruppe": .criterionGroup, "forpligtelse": .obligation, "niveau": .level, "adressat": .addressee,
        "arbejdsstatus": .workStatus, "aendringFraForrige": .change, "kravtyper": .criterionTypes,
        "produktgrupper": .productGroups, "maerker": .labels, "standarder": .standards,
        "eforms.BT-774": .environmentalImpact, "eforms.BT-805": .eformsCriteria, "navn": .parameterName,
        "vaerdi": .parameterValue, "enhed": .parameterUnit, "kilde": .parameterSource,
        "revurderes": .parameterReview, "form": .itemForm, "minutter": .itemMinutes, "oplaeg": .presenter,
    ]
}

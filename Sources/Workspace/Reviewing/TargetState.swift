/// How far a target has come, from the first draft to the day it no longer holds.
///
/// The raw values are the partnership's own words; they are stored and exported.
public enum TargetState: String, CaseIterable, Sendable {
    case draft = "kladde"
    case underReview = "til_gennemsyn"
    case returned = "returneret"
    case approvedByChair = "godkendt_af_formand"
    case inInternalConsultation = "i_intern_hoering"
    case inIndustryConsultation = "i_branchehoering"
    case submitted = "indstillet"
    case adopted = "vedtaget"
    case rejected = "forkastet"
    case published = "offentliggjort"
    case corrected = "tilrettet"
    case superseded = "afloest"
    case retired = "udgaaet"
}

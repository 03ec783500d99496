/// One requirement or recommendation of a target, with all that belongs to it.
public struct Criterion: Hashable, Sendable, Identifiable {
    /// Permanent and never reused, such as `krt-mob-b2`.
    public var id: String

    /// As printed, such as `13.4`: the target's number and the place among the criteria. Derived; never a key.
    public var number: String
    public var title: String

    /// The heading that it stands under, such as `Levetid`.
    public var group: String
    public var obligation: Obligation
    public var level: Level

    /// Each once, in the order of ``CriterionType``.
    public var types: [CriterionType]
    public var addressee: Addressee

    /// Ids of the target's product groups, or `alle`.
    public var productGroups: [String]

    // Texts, in which paragraphs are separated by a line feed and `[[krt-…]]` stands for another criterion's number.
    // "" when empty.

    /// What the target says (`kravtekst`).
    public var requirement: FormattedText
    /// What the buyer copies into the tender, when the requirement speaks to the buyer (`udbudstekst`).
    public var tenderText: FormattedText
    /// When the criterion applies (`betingelse`).
    public var condition: FormattedText
    /// How it is proved (`dokumentation`).
    public var proof: FormattedText
    /// Why (`begrundelse`).
    public var rationale: FormattedText
    /// How to use it (`vejledning`).
    public var guidance: FormattedText
    /// How an award criterion is scored (`pointmodel`).
    public var scoring: FormattedText
    /// How it is followed up during the contract (`kontraktopfoelgning`).
    public var contractFollowUp: FormattedText
    /// What the market can deliver (`markedsnote`).
    public var marketNote: FormattedText

    /// By name.
    public var labels: [Label]
    /// By name.
    public var standards: [String]
    /// In their order.
    public var parameters: [Parameter]

    /// Codes for the notice by eForms field, such as `BT-774`; each list in ascending order.
    public var eforms: [String: [String]]

    /// What became of it since the target's previous edition, such as `skaerpet`; "" when not said.
    public var changeFromPrevious: String
    /// How far the group has come with it, such as `droeftes`; "" when not said.
    public var workStatus: String
    /// What the yearly follow-up counts; "" when nothing.
    public var indicator: String

    public init(
        id: String, number: String, title: String, group: String = "", obligation: Obligation = .requirement,
        level: Level = .core, types: [CriterionType] = [], addressee: Addressee = .supplier,
        productGroups: [String] = [], requirement: FormattedText = "", tenderText: FormattedText = "",
        condition: FormattedText = "",
        proof: FormattedText = "", rationale: FormattedText = "", guidance: FormattedText = "",
        scoring: FormattedText = "",
        contractFollowUp: FormattedText = "", marketNote: FormattedText = "", labels: [Label] = [],
        standards: [String] = [],
        parameters: [Parameter] = [], eforms: [String: [String]] = [:], changeFromPrevious: String = "",
        workStatus: String = "", indicator: String = ""
    ) {
        self.id = id
        self.number = number
        self.title = title
        self.group = group
        self.obligation = obligation
        self.level = level
        self.types = types
        self.addressee = addressee
        self.productGroups = productGroups
        self.requirement = requirement
        self.tenderText = tenderText
        self.condition = condition
        self.proof = proof
        self.rationale = rationale
        self.guidance = guidance
        self.scoring = scoring
        self.contractFollowUp = contractFollowUp
        self.marketNote = marketNote
        self.labels = labels
        self.standards = standards
        self.parameters = parameters
        self.eforms = eforms
        self.changeFromPrevious = changeFromPrevious
        self.workStatus = workStatus
        self.indicator = indicator
    }
}

/// Whether members commit themselves to it.
public enum Obligation: String, CaseIterable, Sendable {
    case requirement = "krav"
    case recommendation = "anbefaling"
}

/// How far it goes.
public enum Level: String, CaseIterable, Sendable {
    case core = "basis"
    case comprehensive = "udvidet"
}

/// Where in a tender it can be used. A criterion may have several uses: minimum requirement *or* award criterion.
public enum CriterionType: String, CaseIterable, Sendable {
    case technicalSpecification = "teknisk_specifikation"
    case awardCriterion = "tildelingskriterium"
    case contractClause = "kontraktvilkaar"
    case selectionCriterion = "egnethedskrav"
    case buyerObligation = "ordregiverforpligtelse"
}

/// Whom the requirement text speaks to.
public enum Addressee: String, CaseIterable, Sendable {
    case buyer = "ordregiver"
    case supplier = "leverandoer"
}

/// A label that proves the criterion, such as Svanemærket.
public struct Label: Hashable, Sendable {
    public var name: String

    /// Whether the text accepts equivalent labels, as section 46 of the Danish Public Procurement Act asks.
    public var orEquivalent: Bool

    public init(name: String, orEquivalent: Bool) {
        self.name = name
        self.orEquivalent = orEquivalent
    }
}

/// A figure that ages: a limit or a share, where it comes from and when it has to be looked at again.
public struct Parameter: Hashable, Sendable {
    public var id: String
    public var name: String

    /// As written, with a decimal comma: `0,5`.
    public var value: String
    public var unit: String
    public var source: String

    /// A day in ISO form; nil when none is set.
    public var review: String?

    public init(id: String, name: String, value: String, unit: String, source: String = "", review: String? = nil) {
        self.id = id
        self.name = name
        self.value = value
        self.unit = unit
        self.source = source
        self.review = review
    }
}

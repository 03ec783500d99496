/// What a target says at one moment: what a version is shown and exported from.
public struct TargetContent: Hashable, Sendable {
    /// The target's number among all targets, such as 13.
    public var number: Int
    public var title: String

    /// In their order.
    public var productGroups: [ProductGroup]

    /// By code.
    public var cpv: [CPVCode]

    /// A day in ISO form, such as `2030-05-01`; nil when none is set.
    public var nextReview: String?

    /// In their order, those before the criteria and those after in one list.
    public var sections: [Section]

    /// In their order, without the deleted ones.
    public var criteria: [Criterion]

    public init(
        number: Int, title: String, productGroups: [ProductGroup] = [], cpv: [CPVCode] = [],
        nextReview: String? = nil, sections: [Section] = [], criteria: [Criterion] = []
    ) {
        self.number = number
        self.title = title
        self.productGroups = productGroups
        self.cpv = cpv
        self.nextReview = nextReview
        self.sections = sections
        self.criteria = criteria
    }
}

/// A part of what the target covers, such as office furniture. Criteria name it by its id.
public struct ProductGroup: Hashable, Sendable {
    public var id: String
    public var name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// A code of the Common Procurement Vocabulary (Regulation (EC) 2195/2002) with its Danish label.
public struct CPVCode: Hashable, Sendable {
    /// Eight digits, without the check digit.
    public var code: String
    public var label: String

    public init(code: String, label: String) {
        self.code = code
        self.label = label
    }
}

/// A part of the running text, such as the purpose.
public struct Section: Hashable, Sendable {
    public enum Placement: String, CaseIterable, Sendable {
        case before = "foer"
        case after = "efter"
    }

    public var id: String
    public var title: String

    /// Whether it stands before or after the criteria.
    public var placement: Placement

    /// Paragraphs are separated by a line feed.
    public var text: FormattedText

    public init(id: String, title: String, placement: Placement, text: FormattedText) {
        self.id = id
        self.title = title
        self.placement = placement
        self.text = text
    }
}

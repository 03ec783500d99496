import Markup
import Workspace

/// What someone has filled in, and what is wrong with it: a form that was refused is shown again with both.
struct FormState: Sendable {
    private var values: [String: [String]] = [:]
    private(set) var problems: [String: Phrase] = [:]

    /// A form that nobody has filled in yet.
    init() {}

    init(_ fields: [(name: String, value: String)]) {
        for (name, value) in fields { values[name, default: []].append(value) }
    }

    /// The field's text without blanks at either end, empty if it was not sent.
    subscript(_ name: String) -> String { values[name]?.first.map { String($0.trimmed) } ?? "" }

    /// The field exactly as sent: for passwords and for texts whose line breaks count.
    func untouched(_ name: String) -> String { values[name]?.first ?? "" }

    func isTicked(_ name: String) -> Bool { values[name] != nil }

    var isValid: Bool { problems.isEmpty }

    mutating func refuse(_ name: String, _ problem: Phrase) {
        if problems[name] == nil { problems[name] = problem }
    }

    /// The field's text, which must be there and fit.
    ///
    /// - Parameter limit: In characters.
    mutating func requiredText(_ name: String, atMost limit: Int) -> String {
        let text = self[name]
        if text.isEmpty { refuse(name, .mustBeFilled) }
        return shortEnough(text, name, atMost: limit)
    }

    /// The field's text, which may be left empty.
    mutating func optionalText(_ name: String, atMost limit: Int) -> String {
        shortEnough(self[name], name, atMost: limit)
    }

    private mutating func shortEnough(_ text: String, _ name: String, atMost limit: Int) -> String {
        if text.count > limit { refuse(name, .tooLong(limit)) }
        return text
    }
}

/// Draws the fields of one form in one language, each with its label, hint, value and problem.
struct FormFields {
    let language: Language
    let state: FormState
    /// In front of every id, so that two forms on a page can have fields of the same name.
    var prefix = ""

    func text(
        _ name: String, _ label: Phrase, type: String = "text", value: String? = nil, hint: Phrase? = nil,
        isRequired: Bool = true, autocomplete: String? = nil
    ) -> HTML {
        field(name, label, hint: hint, isRequired: isRequired) {
            element(
                "input",
                [
                    "type": type, "name": name, "id": prefix + name,
                    "value": type == "password" ? nil : value ?? state[name],
                    "required": flag(isRequired), "autocomplete": autocomplete,
                ] + description(of: name, hasHint: hint != nil))
        }
    }

    func area(_ name: String, _ label: Phrase, isRequired: Bool = true, rows: Int = 3) -> HTML {
        field(name, label, hint: nil, isRequired: isRequired) {
            element(
                "textarea",
                ["name": name, "id": prefix + name, "rows": String(rows), "required": flag(isRequired)]
                    + description(of: name, hasHint: false)
            ) { state.untouched(name) }
        }
    }

    func choice(_ name: String, _ label: Phrase, _ options: [(value: String, text: String)], chosen: String? = nil)
        -> HTML
    {
        field(name, label, hint: nil, isRequired: true) {
            element("select", ["name": name, "id": prefix + name] + description(of: name, hasHint: false)) {
                for option in options {
                    element(
                        "option", ["value": option.value, "selected": flag(option.value == (chosen ?? state[name]))]
                    ) { option.text }
                }
            }
        }
    }

    func tick(_ name: String, _ label: Phrase) -> HTML {
        element("label", ["class": "choice"]) {
            element(
                "input", ["type": "checkbox", "name": name, "value": "ja", "checked": flag(state.isTicked(name))])
            language(label)
        }
    }

    /// What is wrong with the form as a whole, above its fields.
    func summary() -> HTML {
        guard let problem = state.problems["form"] else { return HTML() }
        return alert(.error) {
            element("p") { problemText(problem) }
        }
    }

    private func field(
        _ name: String, _ label: Phrase, hint: Phrase?, isRequired: Bool, @HTMLBuilder control: () -> HTML
    ) -> HTML {
        let problem = state.problems[name]
        return element("div", ["class": "form-field"]) {
            element("label", ["for": prefix + name]) {
                language(label)
                if !isRequired {
                    " "
                    element("span", ["class": "optional"]) { language(.optional) }
                }
            }
            if let hint {
                element("p", ["class": "hint", "id": "\(prefix)\(name)-hint"]) { language(hint) }
            }
            if let problem {
                element("p", ["class": "error", "id": "\(prefix)\(name)-error"]) { problemText(problem) }
            }
            control()
        }
    }

    @HTMLBuilder private func problemText(_ problem: Phrase) -> HTML {
        element("span", ["class": "visually-hidden"]) { language(.errorPrefix) }
        language(problem)
    }

    private func description(of name: String, hasHint: Bool) -> Attributes {
        let hasProblem = state.problems[name] != nil
        let ids = [hasHint ? "\(prefix)\(name)-hint" : nil, hasProblem ? "\(prefix)\(name)-error" : nil]
        let list = ids.compactMap(\.self).joined(separator: " ")
        return ["aria-describedby": list.isEmpty ? nil : list, "aria-invalid": hasProblem ? "true" : nil]
    }
}

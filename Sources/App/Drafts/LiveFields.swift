import Markup
import Merge
import RichText
import Workspace

/// Draws the texts and small fields of a document that is edited live.
///
/// Without script they can be read. The editor finds them by `data-place` (a merging text) and `data-register` (a small
/// field) and makes them live; both name the node first, so an element needs no more than itself.
struct LiveFields {
    let content: DocumentContent
    let language: Language
    /// Whether the person may write; small fields of others are disabled.
    let isEditable: Bool
    /// Printed numbers by criterion, for references in texts. Empty in documents without criteria.
    let numbers: [String: String]

    // MARK: Texts

    /// A text with its label above it.
    ///
    /// - Parameters:
    ///   - context: The id of an element that tells this field from others of the same label, such as the criterion's
    ///     number; part of the accessible name.
    ///   - rule: What the text must be like; the editor says so while one writes.
    func text(
        _ node: String, _ field: String, _ label: Phrase, isMultiline: Bool = true, context: String? = nil,
        rule: TextRule = TextRule()
    ) -> HTML {
        element("div", ["class": "field"]) {
            element("span", ["class": "field-label", "id": labelID(node, field)]) { language(label) }
            place(node, field, isMultiline: isMultiline, context: context, rule: rule)
        }
    }

    /// What a text must be like to be finished. Nobody is stopped from writing something else.
    struct TextRule: Sendable {
        var isRequired = false
        /// In characters; nil where there is no limit.
        var limit: Int?
    }

    /// A text that is part of a heading or stands right under one, where a visible label would only repeat it.
    ///
    /// The parameters are those of ``text(_:_:_:isMultiline:context:rule:)``.
    func unlabelled(
        _ node: String, _ field: String, _ label: Phrase, isMultiline: Bool, context: String? = nil,
        rule: TextRule = TextRule()
    ) -> HTML {
        HTML {
            element("span", ["class": "visually-hidden", "id": labelID(node, field)]) { language(label) }
            place(node, field, isMultiline: isMultiline, context: context, rule: rule)
        }
    }

    /// The id of the element that holds a text, for other elements to be named by.
    static func textID(_ node: String, _ field: String) -> String { "t-\(node)-\(field)" }

    private func place(_ node: String, _ field: String, isMultiline: Bool, context: String?, rule: TextRule) -> HTML {
        let names = [labelID(node, field), context].compactMap(\.self).joined(separator: " ")
        return element(
            "div",
            [
                "id": Self.textID(node, field), "data-place": "\(node)/\(field)", "role": "textbox",
                "aria-multiline": isMultiline ? "true" : "false", "aria-labelledby": names, "aria-readonly": "true",
                "aria-required": rule.isRequired ? "true" : nil, "data-limit": rule.limit.map(String.init),
                "lang": "da",
            ]
        ) { RichTextHTML(runs: content.runs(node, field), numbers: numbers).html }
    }

    private func labelID(_ node: String, _ field: String) -> String { "l-\(node)-\(field)" }

    // MARK: Small fields

    /// One of several words. A stored value that is none of them is kept as a choice of its own.
    func choice(
        _ node: String, _ key: String, _ label: Phrase, _ options: [(value: String, text: Phrase)],
        isRequired: Bool = false
    ) -> HTML {
        let value = content.string(node, key)
        let isKnown = value.isEmpty || options.contains { $0.value == value }
        return element("label", ["class": "small-field"]) {
            element("span") { language(label) }
            element(
                "select",
                [
                    "data-register": "\(node)/\(key)", "disabled": flag(!isEditable),
                    "aria-required": isRequired ? "true" : nil,
                ]
            ) {
                element("option", ["value": "", "selected": flag(value.isEmpty)]) { language(.notChosen) }
                for option in options {
                    element("option", ["value": option.value, "selected": flag(option.value == value)]) {
                        language(option.text)
                    }
                }
                if !isKnown {
                    element("option", ["value": value, "selected": ""]) { value }
                }
            }
        }
    }

    /// A word, a number or a date on one line. The register holds a string, or an integer where `type` is `number`.
    func line(_ node: String, _ key: String, _ label: Phrase, type: String = "text") -> HTML {
        element("label", ["class": "small-field"]) {
            element("span") { language(label) }
            lineInput(node, key, type: type)
        }
    }

    /// The same without a visible label, for a cell of a table whose heading names it.
    ///
    /// - Parameter keyboard: What a phone's keyboard should offer, such as `decimal`.
    func cell(_ node: String, _ key: String, _ label: Phrase, type: String = "text", keyboard: String? = nil) -> HTML {
        lineInput(node, key, type: type, label: language(label), keyboard: keyboard)
    }

    private func lineInput(
        _ node: String, _ key: String, type: String, label: String? = nil, keyboard: String? = nil
    ) -> HTML {
        element(
            "input",
            [
                "type": type, "inputmode": keyboard, "data-register": "\(node)/\(key)",
                "value": content.string(node, key),
                "aria-label": label, "disabled": flag(!isEditable), "autocomplete": "off",
            ])
    }

    /// Ticks for a set whose possible elements are known. An element that is in is `true`; taken out, it has no value.
    func ticks(
        _ node: String, _ set: String, _ label: Phrase, _ options: [(element: String, text: String)],
        isRequired: Bool = false
    ) -> HTML {
        element(
            "fieldset",
            ["class": "ticks", "data-ticks": "\(node)/\(set)", "data-required": isRequired ? "\(node)/\(set)" : nil]
        ) {
            element("legend") { language(label) }
            for option in options {
                tick(
                    "\(node)/\(set):\(option.element)", option.text,
                    isOn: content.isTrue(node, "\(set):\(option.element)"))
            }
        }
    }

    /// - Parameter register: `NODE/KEY`.
    private func tick(_ register: String, _ text: String, isOn: Bool, off: String? = "null") -> HTML {
        element("label", ["class": "choice"]) {
            element(
                "input",
                [
                    "type": "checkbox", "data-register": register, "data-off": off, "checked": flag(isOn),
                    "disabled": flag(!isEditable),
                ])
            text
        }
    }

    /// A set whose elements people write themselves, such as labels or standards.
    ///
    /// - Parameter tickLabel: For a set whose elements are on or off, such as a label "or equivalent": then `false`
    ///   is an element too. Without it an element is `true`, or holds its own text.
    func list(_ node: String, _ set: String, _ label: Phrase, tickLabel: Phrase? = nil) -> HTML {
        let elements = content.elements(of: set, in: node)
        let listID = "l-\(node)-\(set)"
        return element("div", ["class": "field"]) {
            element("span", ["class": "field-label", "id": listID]) { language(label) }
            element("ul", ["data-register-list": "\(node)/\(set)", "aria-labelledby": listID]) {
                for entry in elements {
                    listEntry(node, set, entry.element, entry.value, tickLabel: tickLabel)
                }
            }
        }
    }

    private func listEntry(
        _ node: String, _ set: String, _ name: String, _ value: RegisterValue, tickLabel: Phrase?
    ) -> HTML {
        element("li", ["data-element": name]) {
            name
            if let tickLabel {
                tick("\(node)/\(set):\(name)", language(tickLabel), isOn: value == .bool(true), off: "false")
            } else if case .string(let scalars) = value {
                " " + String(String.UnicodeScalarView(scalars))
            }
        }
    }
}

extension DocumentContent {
    /// A register as the text that a person reads: "" when it has no value.
    func string(_ node: String, _ key: String) -> String {
        switch register(node, key) {
        case .string(let scalars): String(String.UnicodeScalarView(scalars))
        case .integer(let number): String(number)
        case .bool, nil: ""
        }
    }

    func integer(_ node: String, _ key: String) -> Int? {
        guard case .integer(let number) = register(node, key) else { return nil }
        return Int(number)
    }

    func isTrue(_ node: String, _ key: String) -> Bool { register(node, key) == .bool(true) }
}

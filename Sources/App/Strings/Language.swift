import Workspace

extension Language {
    /// The phrase in this language: `language(.logOn)`.
    func callAsFunction(_ phrase: Phrase) -> String {
        switch self {
        case .danish: phrase.danish
        case .english: phrase.english
        }
    }

    /// The language to answer in: the visitor's own choice, else the one of ours that `Accept-Language` (RFC 9110,
    /// section 12.5.4) gives the greatest weight, else Danish.
    ///
    /// A Swedish or Norwegian browser is answered in Danish, which it reads more easily than English.
    init(choice: String?, acceptLanguage: String?) {
        if let choice, let chosen = Language(rawValue: choice) {
            self = chosen
            return
        }
        var best: (language: Language, weight: Double)?
        for range in (acceptLanguage ?? "").prefix(500).split(separator: ",") {
            let parts = range.split(separator: ";")
            guard let tag = parts.first?.trimmed.split(separator: "-").first else { continue }
            let language: Language
            switch tag.lowercased() {
            case "da", "nb", "nn", "no", "sv": language = .danish
            case "en": language = .english
            default: continue
            }
            let weight = parts.dropFirst().first { $0.trimmed.hasPrefix("q=") }
                .flatMap { Double($0.trimmed.dropFirst(2)) }
            if (weight ?? 1) > (best?.weight ?? 0) { best = (language, weight ?? 1) }
        }
        self = best?.language ?? .danish
    }
}

extension StringProtocol {
    /// Without blanks and line breaks at either end.
    var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex..<endIndex] }
        return self[first...last]
    }
}

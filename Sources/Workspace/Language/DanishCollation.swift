/// The Danish alphabetical order, as in the Danish orthographic dictionary (Retskrivningsordbogen): æ, ø and å come
/// last, in that order, and aa is sorted as å. So `Ølstykke` comes before `Aabenraa`, and that before `Åbyhøj`.
///
/// Two strings are first compared by their letters alone; only if these are all equal do accents decide, and then
/// case, a capital first. Strings that still agree (`Aarhus`, `Århus`) are ordered by their scalars, so that the
/// order is total and does not depend on how a list stood before.
public enum DanishCollation {
    /// Whether `left` stands before `right`.
    public static func precedes(_ left: String, _ right: String) -> Bool {
        let (leftKey, rightKey) = (Key(left), Key(right))
        if leftKey.letters != rightKey.letters { return leftKey.letters.lexicographicallyPrecedes(rightKey.letters) }
        if leftKey.accents != rightKey.accents { return leftKey.accents.lexicographicallyPrecedes(rightKey.accents) }
        if leftKey.cases != rightKey.cases { return leftKey.cases.lexicographicallyPrecedes(rightKey.cases) }
        return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    }

    /// What is compared, in three rounds.
    private struct Key {
        /// Signs, then digits, then letters in their Danish order.
        var letters: [UInt32] = []
        /// 0 for the plain letter, otherwise the accent.
        var accents: [UInt32] = []
        /// 0 for a capital, 1 for a small letter.
        var cases: [UInt8] = []

        init(_ text: String) {
            var previous: (base: Unicode.Scalar, isCapital: Bool)?
            for scalar in text.unicodeScalars {
                if isCombiningMark(scalar), previous != nil {
                    combine(scalar)
                    previous = nil
                    continue
                }
                let (base, accent, isCapital) = decompose(scalar)
                if base == "a", accent == 0, let before = previous, before.base == "a" {
                    // The second a of aa: the pair is one letter, with the case of its first.
                    letters[letters.count - 1] = weight(of: "å")
                    previous = nil
                    continue
                }
                letters.append(weight(of: base))
                accents.append(accent)
                cases.append(isCapital ? 0 : 1)
                previous = accent == 0 ? (base, isCapital) : nil
            }
        }

        /// Puts a mark that follows its letter (the decomposed form) onto the letter before.
        private mutating func combine(_ mark: Unicode.Scalar) {
            let last = letters.count - 1
            switch (letters[last], mark) {
            case (weight(of: "a"), "\u{30A}"): letters[last] = weight(of: "å")
            case (weight(of: "a"), "\u{308}"): (letters[last], accents[last]) = (weight(of: "æ"), mark.value)
            case (weight(of: "o"), "\u{308}"): (letters[last], accents[last]) = (weight(of: "ø"), mark.value)
            case (weight(of: "u"), "\u{308}"): (letters[last], accents[last]) = (weight(of: "y"), mark.value)
            default: accents[last] = mark.value
            }
        }
    }

    private static func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

    /// The plain small letter, the accent as a combining mark's number (0 for none), and whether it was a capital.
    private static func decompose(_ scalar: Unicode.Scalar) -> (base: Unicode.Scalar, accent: UInt32, isCapital: Bool) {
        let isCapital = scalar.properties.isUppercase
        let lowered = scalar.properties.lowercaseMapping.unicodeScalars
        let small = lowered.count == 1 ? lowered[lowered.startIndex] : scalar
        if let (base, accent) = accented[small] { return (base, accent.value, isCapital) }
        return (small, 0, isCapital)
    }

    /// Foreign letters that Danish lists meet, with the Danish letter they are sorted as.
    private static let accented: [Unicode.Scalar: (base: Unicode.Scalar, accent: Unicode.Scalar)] = [
        "à": ("a", "\u{300}"), "á": ("a", "\u{301}"), "â": ("a", "\u{302}"), "ã": ("a", "\u{303}"),
        "ä": ("æ", "\u{308}"), "ç": ("c", "\u{327}"), "ð": ("d", "\u{335}"), "è": ("e", "\u{300}"),
        "é": ("e", "\u{301}"), "ê": ("e", "\u{302}"), "ë": ("e", "\u{308}"), "ì": ("i", "\u{300}"),
        "í": ("i", "\u{301}"), "î": ("i", "\u{302}"), "ï": ("i", "\u{308}"), "ñ": ("n", "\u{303}"),
        "ò": ("o", "\u{300}"), "ó": ("o", "\u{301}"), "ô": ("o", "\u{302}"), "õ": ("o", "\u{303}"),
        "ö": ("ø", "\u{308}"), "ő": ("ø", "\u{30B}"), "ù": ("u", "\u{300}"), "ú": ("u", "\u{301}"),
        "û": ("u", "\u{302}"), "ü": ("y", "\u{308}"), "ű": ("y", "\u{30B}"), "ý": ("y", "\u{301}"),
        "ÿ": ("y", "\u{308}"), "š": ("s", "\u{30C}"), "ž": ("z", "\u{30C}"), "č": ("c", "\u{30C}"),
        "ł": ("l", "\u{335}"),
    ]

    /// Signs keep the order of their numbers; digits follow, then a to z, æ, ø, å, then all other letters.
    private static func weight(of scalar: Unicode.Scalar) -> UInt32 {
        switch scalar {
        case "0"..."9": 0x20_0000 + scalar.value
        case "a"..."z": 0x30_0000 + scalar.value
        case "æ": 0x30_0080
        case "ø": 0x30_0081
        case "å": 0x30_0082
        default: scalar.properties.isAlphabetic ? 0x40_0000 + scalar.value : scalar.value
        }
    }
}

extension Sequence {
    /// The elements in Danish alphabetical order of a text that each has, such as its name.
    public func sortedInDanish(by text: (Element) -> String) -> [Element] {
        sorted { DanishCollation.precedes(text($0), text($1)) }
    }
}

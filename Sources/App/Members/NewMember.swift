import Crypto
import Workspace

/// Reads the fields that make a person, in the set-up form and in the Secretariat's.
enum NewMember {
    /// The person, or nil with the form's problems noted in it.
    static func read(from form: inout FormState) -> Member? {
        let name = form.requiredText("name", atMost: 100)
        let email = form.requiredText("email", atMost: 254).lowercased()
        if !email.isEmpty, !isAddress(email) { form.refuse("email", .emailInvalid) }
        let title = form.optionalText("title", atMost: 100)
        guard form.isValid else { return nil }
        return Member(
            id: MemberID(randomID(prefix: "p")), name: name, initials: initials(of: name), email: email,
            organisation: form["organisation"].isEmpty ? nil : OrganisationID(form["organisation"]), title: title,
            isSecretariat: form.isTicked("secretariat"))
    }

    /// Something before the @, and a name with a dot behind it. Only sending a mail tells more.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].split(separator: ".").count >= 2 else { return false }
        return text.unicodeScalars.allSatisfy { $0.value > 0x20 && !"<>\"(),:;[]\\".unicodeScalars.contains($0) }
    }

    /// The first letters of the first and the last name.
    private static func initials(of name: String) -> String {
        let words = name.split(separator: " ")
        return [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first.map(String.init)?.uppercased() }
            .joined()
    }
}

/// An id that nothing else has: the prefix and 64 random bits.
func randomID(prefix: String) -> String { "\(prefix)-\(Hex.encode(SecureRandom.bytes(8)))" }

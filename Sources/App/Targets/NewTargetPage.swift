import Markup
import Workspace

/// The form that starts a draft target from the empty template.
struct NewTargetPage {
    let language: Language
    let group: Group
    let form: FormState

    var html: HTML {
        HTML {
            pageHead(language(.createTarget), eyebrow: group.name)
            postForm(to: "/groups/\(group.id)/targets") {
                let fields = FormFields(language: language, state: form)
                fields.text("number", .targetNumber)
                fields.text("title", .targetTitle)
                submitButton(language(.createTarget), look: "primary")
            }
        }
    }
}

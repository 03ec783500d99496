/**
 * A copy of what a template holds, with words of its attributes replaced.
 * @param {HTMLTemplateElement} template
 * @param {Record<string, string>} values What stands there for each placeholder, such as `{ NODE: "krt-1" }`.
 * @returns {DocumentFragment}
 */
export function copyOf(template, values) {
  const copy = document.importNode(template.content, true)
  for (const element of copy.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      const filled = Object.entries(values).reduce((text, [word, filling]) => text.replaceAll(word, filling), value)
      if (filled !== value) element.setAttribute(name, filled)
    }
  }
  return copy
}

/** A button that does something on this page. */
export function makeButton(words, press, look = "") {
  const button = document.createElement("button")
  button.type = "button"
  button.className = look
  button.textContent = words
  button.addEventListener("click", press)
  return button
}

/** A button that sends a form; where several do, the value says which. */
export function makeSubmit(words, value, look = "") {
  const button = document.createElement("button")
  button.className = look
  button.value = value
  button.textContent = words
  return button
}

/**
 * A message in a box of its own, to which more can be appended.
 * @param {object} notice
 * @param {string} notice.look A class besides "alert".
 * @param {"info" | "warning"} notice.tone Warnings interrupt a screen reader, others wait for their turn.
 * @param {string} notice.title
 * @param {string} notice.words
 */
export function makeNotice({ look, tone, title, words }) {
  const box = document.createElement("section")
  box.className = `alert ${look}`
  box.dataset.tone = tone
  box.setAttribute("role", tone === "warning" ? "alert" : "status")
  const paragraph = document.createElement("p")
  const strong = document.createElement("strong")
  strong.textContent = title
  paragraph.append(strong, ` ${words}`)
  box.append(paragraph)
  return box
}

/** A row of buttons, and what belongs beside them. */
export function makeActions(...parts) {
  const actions = document.createElement("div")
  actions.className = "actions"
  actions.append(...parts)
  return actions
}

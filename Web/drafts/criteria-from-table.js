import { makeActions, makeSubmit } from "../shared/elements.js"
import { covering, NONE } from "../editor/spans.js"
import { readTable } from "../pasting/table-reader.js"
import { strings } from "../shared/strings.js"

/** What headings people write for the two texts that every criterion has. */
const SYNONYMS = new Map([
  ["kriterium", "titel"], ["krav", "kravtekst"], ["navn", "titel"], ["overskrift", "titel"], ["tekst", "kravtekst"],
  ["criterion", "titel"], ["requirement", "kravtekst"], ["name", "titel"], ["heading", "titel"], ["text", "kravtekst"],
])

/** Numbers follow from the order; a table's own mean nothing here. */
const NUMBERS = new Set(["nr", "nr.", "nummer", "no", "no.", "number", "#"])

/** More would be no edit that travels as one, and no target has so many. */
const MOST_ROWS = 200

/**
 * Makes criteria of the rows of a table that somebody has elsewhere. A dialog takes the table, shows what would be
 * added, and adds it as one thing to undo; each new criterion is marked as being discussed.
 *
 * Columns are known by their headings, which are the labels of a criterion's fields; without headings the first is the
 * title and the second the requirement. What no field has a name for is put below the requirement, so that nothing of
 * the table is lost.
 */
export class CriteriaFromTable {
  #document
  #nodes
  #template

  /**
   * @param {OpenDocument} openDocument
   * @param {OrderedNodes} nodes The criteria.
   * @param {HTMLTemplateElement} template Of a criterion: what its fields are and what they are called.
   */
  constructor(openDocument, nodes, template) {
    this.#document = openDocument
    this.#nodes = nodes
    this.#template = template
  }

  /**
   * @param {HTMLElement} root Where the dialog belongs.
   * @param {DataTransfer | null} data A table that is there already.
   * @param {(outcome) => void} done Told what was added, as `OrderedNodes.act` returns it.
   */
  ask(root, data, done) {
    const dialog = document.createElement("dialog")
    dialog.className = "dialog table-dialog"
    const heading = document.createElement("h2")
    heading.id = "table-dialog-title"
    heading.textContent = strings.tableTitle
    dialog.setAttribute("aria-labelledby", heading.id)
    const form = document.createElement("form")
    form.method = "dialog"
    const words = document.createElement("p")
    words.setAttribute("role", "status")
    words.textContent = strings.tableHelp
    const place = document.createElement("div")
    place.className = "table-place"
    place.tabIndex = 0
    place.contentEditable = "true"
    place.setAttribute("role", "textbox")
    place.setAttribute("aria-label", strings.tablePlace)
    place.dataset.placeholder = strings.tablePlace
    const add = makeSubmit("", "add", "primary")
    add.hidden = true
    form.append(heading, words, place, makeActions(add, makeSubmit(strings.cancel, "cancel", "quiet")))
    dialog.append(form)

    let criteria = []
    const take = clipboard => {
      criteria = this.#criteriaOf(readTable(clipboard))
      words.textContent = whatIsThere(criteria.length)
      if (criteria.length === 0 || criteria.length > MOST_ROWS) return
      place.replaceWith(listOf(criteria))
      add.textContent = strings.addCriteria(criteria.length)
      add.hidden = false
      add.focus()
    }
    place.addEventListener("beforeinput", event => event.preventDefault())
    place.addEventListener("paste", event => {
      event.preventDefault()
      take(event.clipboardData)
    })
    let answer = "cancel"
    form.addEventListener("submit", event => { answer = event.submitter?.value ?? "cancel" })
    dialog.addEventListener("close", () => {
      dialog.remove()
      if (answer === "add") done(this.#add(criteria))
    })
    root.append(dialog)
    dialog.showModal()
    place.focus()
    if (data) take(data)
  }

  // Private

  /** @returns {Array<{ texts: Map<string, { text, spans }>, registers: Map }>} By field and by key. */
  #criteriaOf(rows) {
    const { texts, choices, ticks } = fieldsOf(this.#template)
    const first = rows[0]?.map(cell => plain(cell.text)) ?? []
    const isKnown = word => texts.has(word) || choices.has(word) || ticks.has(word) || NUMBERS.has(word)
    const hasHeadings = first.filter(isKnown).length > 0 || rows[0]?.every(cell => cell.isHeading || cell.text === "")
    const headings = hasHeadings ? rows[0].map(cell => cell.text) : []
    const columns = hasHeadings ? first.map(word => (isKnown(word) ? word : null)) : []
    if (!columns.some(word => texts.has(word))) {
      const named = columns.flatMap((word, index) => (word === null ? [] : [index]))
      const free = [0, 1, 2].filter(index => !named.includes(index))
      columns[free[0]] = plain(labelOf(texts, "titel"))
      columns[free[1]] = plain(labelOf(texts, "kravtekst"))
    }
    return rows.slice(hasHeadings ? 1 : 0).map(row => criterionOf(row, { columns, headings, texts, choices, ticks }))
  }

  #add(criteria) {
    let node
    this.#document.together(() => {
      for (const { texts, registers } of criteria) {
        const fresh = this.#nodes.addAfter(this.#nodes.nodes.at(-1))
        node ??= fresh
        this.#document.set(fresh, "arbejdsstatus", "droeftes")
        for (const [key, value] of registers) this.#document.set(fresh, key, value)
        for (const [field, { text, spans }] of texts) {
          this.#document.replace(`${fresh}/${field}`, "", { at: 0, deleted: 0, inserted: text }, spans)
        }
      }
    })
    return { node, focus: "title", say: () => strings.criteriaAdded(criteria.length) }
  }
}

/** What a criterion has, by the label in lower case: texts, small fields with choices, and sets to tick. */
function fieldsOf(template) {
  const texts = new Map()
  for (const element of template.content.querySelectorAll('[data-place^="NODE/"]')) {
    const field = element.dataset.place.slice("NODE/".length)
    const label = template.content.getElementById(element.getAttribute("aria-labelledby").split(" ")[0])
    texts.set(plain(label.textContent), { field, isMultiline: element.getAttribute("aria-multiline") === "true" })
  }
  for (const [word, field] of SYNONYMS) {
    const known = [...texts.values()].find(text => text.field === field)
    if (known && !texts.has(word)) texts.set(word, known)
  }
  const choices = new Map()
  for (const select of template.content.querySelectorAll('select[data-register^="NODE/"]')) {
    const values = new Map([...select.options].filter(option => option.value !== "").map(option => [plain(option.textContent), option.value]))
    choices.set(plain(select.closest("label").querySelector("span").textContent), { key: keyOf(select), values })
  }
  const ticks = new Map()
  for (const set of template.content.querySelectorAll("fieldset.ticks")) {
    const keys = [...set.querySelectorAll("input[data-register]")].map(tick => [plain(tick.closest("label").textContent), keyOf(tick)])
    ticks.set(plain(set.querySelector("legend").textContent), new Map(keys))
  }
  return { texts, choices, ticks }
}

function criterionOf(row, { columns, headings, texts, choices, ticks }) {
  const criterion = { texts: new Map(), registers: new Map() }
  const rest = []
  row.forEach((cell, index) => {
    const word = columns[index]
    if (cell.text === "" || NUMBERS.has(word)) return
    if (texts.has(word)) return put(criterion, texts.get(word), cell)
    const choice = choices.get(word)
    if (choice?.values.has(plain(cell.text))) return void criterion.registers.set(choice.key, choice.values.get(plain(cell.text)))
    const keys = ticks.has(word) ? cell.text.split(/[,;/\n]/).map(part => ticks.get(word).get(plain(part))) : []
    if (keys.length > 0 && keys.every(Boolean)) return keys.forEach(key => criterion.registers.set(key, true))
    rest.push(headings[index] ? { ...cell, heading: headings[index] } : cell)
  })
  for (const { heading, text, spans } of rest) {
    const start = heading ? strings.fromColumn(heading, "") : ""
    const named = { text: start + text, spans: [{ length: start.length, attributes: NONE }, ...covering(spans, text.length)] }
    put(criterion, { field: "kravtekst", isMultiline: true }, named)
  }
  return criterion
}

/** A second text for the same field goes below the first. */
function put(criterion, { field, isMultiline }, { text, spans }) {
  const before = criterion.texts.get(field)
  const added = isMultiline ? { text, spans } : { text: text.replaceAll("\n", " "), spans: [] }
  if (!before) return void criterion.texts.set(field, added)
  const between = isMultiline ? "\n" : " "
  criterion.texts.set(field, {
    text: before.text + between + added.text,
    spans: [...covering(before.spans, before.text.length), { length: 1, attributes: NONE }, ...covering(added.spans, added.text.length)],
  })
}

function whatIsThere(count) {
  if (count === 0) return strings.noTable
  return count > MOST_ROWS ? strings.tableTooLong(MOST_ROWS) : strings.tableProposes(count)
}

function listOf(criteria) {
  const list = document.createElement("ol")
  list.className = "proposed-criteria"
  list.tabIndex = 0                                    // it may be longer than the dialog: keys scroll it
  list.append(...criteria.map(({ texts }) => {
    const item = document.createElement("li")
    const title = document.createElement("strong")
    title.textContent = texts.get("titel")?.text ?? strings.untitled
    const text = document.createElement("p")
    text.textContent = texts.get("kravtekst")?.text ?? ""
    item.append(title, text)
    return item
  }))
  return list
}

function labelOf(texts, field) {
  return [...texts].find(([, text]) => text.field === field)[0]
}

/** Words as they are compared: a table's headings are written as people like. */
function plain(text) {
  return text.replace(/[\s*:]+/g, " ").trim().toLowerCase()
}

function keyOf(element) {
  return element.dataset.register.slice("NODE/".length)
}

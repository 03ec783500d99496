import { OrderedNodes } from "../editor/ordered-nodes.js"
import { makeSortable } from "../editor/sortable.js"
import { strings } from "../shared/strings.js"
import { CriteriaFromTable } from "./criteria-from-table.js"
import { CriterionFolders } from "./criterion-folders.js"
import { merge, split } from "./criterion-surgery.js"
import { ElementLists } from "./element-lists.js"
import { FinishNotes } from "./finish-notes.js"
import { GroupTicks } from "./group-ticks.js"
import { Numbering } from "./numbering.js"
import { Outline } from "./outline.js"
import { ParameterTables } from "./parameter-tables.js"
import { showReferences } from "./reference-line.js"

/** The list that a document has: criteria in a target, items in the minutes, none in other texts. */
const FORMS = [
  {
    kind: "kriterium", prefix: "krt", add: "add-criterion", words: strings.criterion,
    list: "[data-criteria]", template: "template[data-criterion-template]", deleted: "[data-deleted-criteria]",
    number: (target, position) => `${target ?? "?"}.${position}`,
  },
  {
    kind: "punkt", prefix: "pkt", add: "add-item", words: strings.agendaItem,
    list: "[data-agenda]", template: "template[data-item-template]", deleted: "[data-deleted-items]",
    number: (target, position) => String(position),
  },
]

/** What a target has besides: sections on either side of its criteria, and the product groups that it is about. */
const FURTHER = [
  ...["foer", "efter"].map(placement => ({
    kind: "sektion", prefix: "afs", add: `add-section-${placement}`, words: strings.section, registers: { placering: placement },
    list: `[data-sections="${placement}"]`, template: "template[data-section-template]",
    deleted: `[data-deleted-sections="${placement}"]`,
  })),
  {
    kind: "produktgruppe", prefix: "pg", add: "add-product-group", words: strings.productGroup, title: "navn",
    list: "[data-product-groups]", template: "template[data-product-group-template]", deleted: "[data-deleted-product-groups]",
  },
]

const STRUCTURAL = new Set(["kind", "order", "deleted", "nummer", "placering"])

/**
 * What follows from the document as a whole, derived here at each change and never stored: the list
 * of criteria or agenda items, their numbers, the outline, and what references in texts show.
 */
export class DraftStructure {
  #document
  #paper
  #fields
  #smallFields
  #announcer
  #numbering = new Numbering()
  #form
  #nodes                                               // undefined in a document without a list
  #further                                             // other lists, in a target
  #groupTicks                                          // undefined in a document without product groups
  #outline
  #lists
  #parameters
  #notes
  #fromTable                                           // null in a document without criteria
  #isDue = false
  #changedTexts = new Set()

  constructor(openDocument, root, { fields, smallFields, announcer }) {
    this.#document = openDocument
    this.#paper = root.querySelector(".paper")
    this.#fields = fields
    this.#smallFields = smallFields
    this.#announcer = announcer
    fields.showReference = token => this.#numbering.showReference(token)
    this.#form = FORMS.find(form => this.#paper.querySelector(form.list))
    this.#nodes = this.#form && new OrderedNodes(openDocument, this.#paper, this.#form, article => this.#adopt(article))
    this.#further = FURTHER.filter(form => this.#paper.querySelector(form.list))
      .map(form => new OrderedNodes(openDocument, this.#paper, form, item => this.#adopt(item)))
    this.#letGroupsBeTicked(smallFields)
    this.#lists = new ElementLists(openDocument, this.#paper, smallFields)
    this.#parameters = new ParameterTables(openDocument, this.#paper, row => smallFields.showAll(openDocument.isWritable, row))
    new CriterionFolders(this.#paper, folder => this.#adoptFolder(folder))
    this.#notes = new FinishNotes(openDocument, this.#paper, fields)
    this.#fromTable = this.#form?.kind === "kriterium"
      ? new CriteriaFromTable(openDocument, this.#nodes, this.#paper.querySelector(this.#form.template)) : null
    const list = root.querySelector("[data-outline]")
    this.#outline = list && new Outline(list)
    root.addEventListener("sortable:moved", ({ detail }) => this.#dropped(detail))
    this.#paper.addEventListener("keydown", event => this.#keyPressed(event))
    this.#paper.addEventListener("paste", event => this.#pasted(event))
  }

  stop() {
    this.#outline?.stop()
  }

  textChanged({ place }) {
    this.#changedTexts.add(place)
  }

  registerChanged({ node, key }) {
    if (STRUCTURAL.has(key) || key.startsWith("udspringerAf:")) this.#isDue = true
    this.#notes.registerChanged(node)
    this.#lists.registerChanged(node, key)
  }

  /** Brings the page up to date after a group of changes. */
  settle() {
    if (this.#isDue) this.refresh()
    for (const place of this.#changedTexts) this.#textSettled(place)
    this.#changedTexts.clear()
  }

  /**
   * Derives everything anew.
   * @param showTexts Shows what the page's texts and small fields hold, once the articles for them are there.
   */
  refresh(showTexts = () => {}) {
    this.#isDue = false
    const nodes = this.#nodes?.nodes ?? []
    const target = this.#document.register("dokument", "nummer")
    this.#numbering.update(nodes, position => this.#form.number(target, position))
    this.#nodes?.refresh()
    for (const list of this.#further) list.refresh()
    showTexts()
    this.#groupTicks?.refresh()
    this.#lists.refresh()
    this.#parameters.refresh()
    this.#notes.refresh(this.#numbering)
    this.#fields.forgetMissing()
    this.#numbering.showIn(this.#paper)
    this.#outline?.refresh(this.#paper, this.#lookUp)
    for (const field of this.#fields) showReferences(field, this.#lookUp)
    this.#showTools()
  }

  showPeople(people) {
    this.#outline?.showPeople(people)
  }

  /**
   * Carries out what a button says, then puts the focus where one goes on.
   * @param {HTMLElement} button
   * @param {string | undefined} node The node it belongs to.
   */
  act(button, node) {
    if (!this.#document.isWritable) return
    if (button.dataset.action === "add-from-table") {
      return this.#fromTable.ask(this.#paper, null, outcome => this.#goOn(outcome, button))
    }
    const outcome = this.#outcome(button, node)
    if (!outcome) return
    button.closest("details.menu")?.removeAttribute("open")
    this.#goOn(outcome, button)
  }

  /** The criteria that a text may refer to, `{ node, number, title }`; null in a document without. */
  get references() {
    if (this.#form?.kind !== "kriterium") return null
    return this.#nodes.nodes.map(node => ({ node, number: this.#numbering.of(node), title: this.#titleOf(node) || strings.untitled }))
  }

  /** What a node is called in a sentence: "13.4 Miljømærke". */
  nameOf(node) {
    return [this.#numbering.of(node), this.#titleOf(node)].filter(Boolean).join(" ")
  }

  /** What a field is called in a sentence: "13.4 Kravtekst". */
  labelOf(field) {
    const node = field.place.split("/")[0]
    const ids = field.element.getAttribute("aria-labelledby")?.split(" ") ?? []
    const label = document.getElementById(ids[0] ?? "")?.textContent ?? ""
    return [this.#numbering.of(node), label.trim()].filter(Boolean).join(" ")
  }

  /** The same for a place; "" where the page has no such text. */
  labelOfPlace(place) {
    const field = this.#fields.at(place)
    return field ? this.labelOf(field) : ""
  }

  // Private

  #goOn(outcome, button) {
    this.#announcer.answer(outcome.say(this.#numbering.of(outcome.node) ?? ""))
    const article = outcome.node && document.getElementById(outcome.node)
    if (outcome.focus === "title") {
      article?.querySelector("[data-place]")?.focus()
    } else if (outcome.focus === "button") {
      const usable = button.disabled ? article.querySelector("[data-action^=move-]:not(:disabled)") : button
      usable?.focus({ preventScroll: true })
      showMoved(article)
    } else {
      this.#paper.querySelector("[data-action^=add-]")?.focus()
    }
  }

  #outcome(button, node) {
    switch (button.dataset.action) {
      case "add-parameter":
      case "delete-parameter":
        this.#parameters.act(button, node)
        return null
      case "split": {
        const caret = this.#fields.lastCaretIn(`${node}/kravtekst`)
        return split(this.#document, this.#nodes, node, caret)
      }
      case "merge":
        return merge(this.#document, this.#nodes, node, [...this.#fields].map(field => field.place))
      default:
        return this.#listOf(button.dataset.action, node)?.act(button.dataset.action, node)
    }
  }

  /** The list that a node is in; an action that adds one says by itself which list it means. */
  #listOf(action, node) {
    const other = this.#further.find(list => action === list.adds || (node && list.has(node)))
    return action === this.#form?.add ? this.#nodes : other ?? this.#nodes
  }

  /** Alt+Shift and an arrow move what one stands in, as in a word processor; focus and caret go along. */
  #keyPressed(event) {
    const action = { ArrowUp: "move-up", ArrowDown: "move-down" }[event.key]
    if (!action || !event.altKey || !event.shiftKey || event.ctrlKey || !this.#document.isWritable) return
    const article = event.target.closest(":is(article, section, .product-group)[data-node]")
    if (!article) return
    event.preventDefault()
    const outcome = this.#listOf(action, article.dataset.node)?.act(action, article.dataset.node)
    if (!outcome) return
    this.#announcer.answer(outcome.say(this.#numbering.of(outcome.node) ?? ""))
    showMoved(article)
  }

  /** A table pasted among the criteria, but into none of their texts, proposes new ones. */
  #pasted(event) {
    const isInList = event.target.closest("#kriterier") && !event.target.closest("[data-place], input, select, textarea, dialog")
    if (!isInList || !this.#fromTable || !this.#document.isWritable) return
    event.preventDefault()
    const button = this.#paper.querySelector("[data-action=add-from-table]")
    this.#fromTable.ask(this.#paper, event.clipboardData, outcome => this.#goOn(outcome, button))
  }

  #dropped({ node, before }) {
    if (!this.#document.isWritable) return
    const outcome = this.#listOf("move", node)?.moveBefore(node, before)
    if (!outcome) return
    this.#announcer.answer(outcome.say(this.#numbering.of(node) ?? ""))
    showMoved(document.getElementById(node))
  }

  /** Buttons for what one may not do are not there at all. */
  #showTools(scope = this.#paper) {
    const mayComment = this.#document.session.access !== "read"
    const { isWritable } = this.#document
    for (const button of scope.querySelectorAll("[data-action]")) {
      const { action } = button.dataset
      button.hidden = action === "comment" ? !mayComment : !isWritable
      if (!action.startsWith("move-") && action !== "merge") button.disabled = false
    }
    for (const menu of scope.querySelectorAll("details.menu")) menu.hidden = !isWritable
  }

  #lookUp = node => ({ number: this.#numbering.of(node), title: this.#titleOf(node) })

  #titleOf(node) {
    return this.#document.text(`${node}/titel`)
  }

  #showDocumentTitle() {
    const heading = this.#paper.parentElement.querySelector("[data-document-title]")
    if (heading) heading.textContent = this.#titleOf("dokument") || strings.untitled
  }

  #letGroupsBeTicked(smallFields) {
    const groups = this.#further.find(list => list.adds === "add-product-group")
    if (!groups) return
    makeSortable(groups.list, { item: "li", handle: "[data-drag-handle]", nodeOf: item => item.firstElementChild.dataset.node })
    const { content } = this.#paper.querySelector("template[data-folder-template]")
    this.#groupTicks = new GroupTicks(this.#document, groups, [this.#paper, content], smallFields)
  }

  #adopt(article) {
    this.#fields.adopt(article)
    this.#fields.showIn(article)
    this.#smallFields.showAll(this.#document.isWritable, article)
  }

  #adoptFolder(folder) {
    this.#smallFields.showAll(this.#document.isWritable, folder)
    this.#lists.refresh(folder)
    this.#parameters.refresh(folder)
    this.#showTools(folder)
  }

  #textSettled(place) {
    const field = this.#fields.at(place)
    if (field) showReferences(field, this.#lookUp)
    this.#notes.textChanged(place)
    this.#groupTicks?.textChanged(place)
    const [node, name] = place.split("/")
    if (name !== "titel") return
    if (node === "dokument") this.#showDocumentTitle()
    this.#outline?.showTitle(node, this.#lookUp(node))
    for (const other of this.#fields) {
      if (other.text.includes(`[[${node}]]`)) showReferences(other, this.#lookUp)
    }
  }
}

/** What has been moved is where the eye looks for it. */
function showMoved(article) {
  article.scrollIntoView({ block: "nearest" })
  article.dataset.justMoved = ""
  article.addEventListener("animationend", () => { delete article.dataset.justMoved }, { once: true })
}

import { copyOf } from "../shared/elements.js"
import { fetchFragment, FragmentError, submitForm } from "../shared/fragment.js"
import { whenIdle } from "../shared/idle.js"
import { strings } from "../shared/strings.js"
import { caretRect } from "../editor/caret-geometry.js"
import { anchorKey, locate } from "./comment-anchors.js"
import { CommentMarks } from "./comment-marks.js"

const GAP = 16
const WIDE = matchMedia("(min-width: 1200px)")

/**
 * The margin with the comment threads (`aside[data-comments][src]`). The server renders the threads;
 * this fetches them again when they have changed, sends replies in place, marks the commented text
 * and, where there is room, puts each card beside its text.
 *
 * @fires comments:count with `{ open }` on the aside whenever the threads are shown anew
 */
export class CommentMargin {
  #aside
  #paper
  #session
  #fields
  #allFields
  #announcer
  #current = null
  #frame = null
  #waitsForRest = false                                   // waits for a page at rest
  #hasLocated = false
  #marks = new CommentMarks()
  #located = new Map()                                 // open threads with a place in the text
  #places = new Set()                                  // where open threads hang
  #removed = new Set()                                 // open threads whose text is not there
  #duePlaces = new Set()
  #isAllDue = false
  #isPlacingDue = false
  #wanted = new Map()                                  // by card: where it would stand if it were alone
  #forms = 0
  #observer

  /**
   * @param {HTMLElement} aside
   * @param {object} parts
   * @param parts.session The engine's session.
   * @param {(place: string) => TextField | undefined} parts.fields
   * @param {() => Iterable<TextField>} parts.allFields
   * @param {HTMLElement} parts.paper What the cards stand beside.
   */
  constructor(aside, { session, fields, allFields, paper, announcer, signal }) {
    this.#aside = aside
    this.#session = session
    this.#fields = fields
    this.#allFields = allFields
    this.#announcer = announcer
    aside.addEventListener("submit", event => this.#send(event), { signal })
    aside.addEventListener("keydown", event => this.#sendByKey(event), { signal })
    aside.addEventListener("focusin", event => this.#choose(event.target.closest("[data-thread]")), { signal })
    aside.addEventListener("click", event => this.#choose(event.target.closest("[data-thread]")), { signal })
    WIDE.addEventListener("change", () => this.redraw(), { signal })
    this.#paper = paper
    this.#observer = new ResizeObserver(() => this.redraw())
  }

  get aside() {
    return this.#aside
  }

  /** Fetches the threads again. What somebody is writing in a reply stays. */
  async refresh() {
    const address = this.#aside.getAttribute("src")
    if (!address) return
    const fragment = await fetchFragment(address).catch(error => {
      if (error instanceof FragmentError) return null   // the old threads stay; the next notice tries again
      throw error
    })
    if (!fragment) return
    for (const plain of fragment.querySelectorAll("noscript")) plain.remove()
    const drafts = this.#takeDrafts()
    const focused = this.#aside.contains(document.activeElement) && document.activeElement.closest("[data-thread]")?.id
    for (const id of this.#located.keys()) this.#marks.delete(id)
    this.#located.clear()
    this.#removed.clear()
    this.#aside.replaceChildren(...document.importNode(fragment.body, true).childNodes)
    this.#giveBack(drafts)
    this.adopt()
    if (focused && !this.#aside.contains(document.activeElement)) {
      document.getElementById(focused)?.focus({ preventScroll: true })
    }
  }

  /** Takes in threads that stand in the page. */
  adopt() {
    for (const thread of this.#threads()) {
      thread.tabIndex = 0
      this.#turnTo(thread, thread.id === this.#current)
    }
    const open = this.#threads().filter(thread => thread.dataset.state === "open")
    this.#places = new Set(open.map(thread => thread.dataset.anchorPlace))
    this.#aside.dispatchEvent(new CustomEvent("comments:count", { bubbles: true, detail: { open: open.length } }))
    this.#observer.observe(this.#paper)
    this.locateAll()
  }

  /**
   * Finds every thread's text anew: at opening, and when the threads or the page's fields are new. The first time not
   * before the page is at rest, for the engine then has to read the whole history.
   */
  locateAll() {
    this.#isAllDue = true
    if (this.#hasLocated) return this.redraw()
    if (this.#waitsForRest) return
    this.#waitsForRest = true
    whenIdle(() => {
      if (!this.#waitsForRest) return
      this.#waitsForRest = false
      this.redraw()
    })
  }

  /** A text has changed: its threads are found anew, no others. */
  textChanged(place) {
    if (!this.#places.has(place) && this.#removed.size === 0) return
    this.#duePlaces.add(place)
    this.#frame ??= requestAnimationFrame(() => this.#show())
  }

  /**
   * The passages that lie wholly in a part of a text which is about to go: `{ from, to, key }`, the key of the attribute
   * by which their thread is found again.
   */
  passagesIn(place, from, to) {
    if (!this.#places.has(place)) return []
    if (this.#duePlaces.has(place) || this.#isAllDue) this.#show(this.#isAllDue)
    return [...this.#located].filter(([, at]) => at.field.place === place && from <= at.from && at.to <= to)
      .map(([id, at]) => ({ from: at.from, to: at.to, key: anchorKey(document.getElementById(id)) }))
  }

  /** Shows a form for a new thread at the top of the list, or beside its text. */
  begin(form, wanted) {
    const item = document.createElement("li")
    item.append(form)
    item.dataset.wanted = wanted
    this.#list()?.prepend(item)
    this.#isPlacingDue = true
    this.#show()
    form.elements.text.focus({ preventScroll: true })
    form.scrollIntoView({ block: "nearest", behavior: "instant" })
  }

  /** A copy of the form for a new thread; null for those who may not comment. */
  newForm() {
    const template = this.#aside.querySelector("template[data-thread-template]")
    const form = template && document.importNode(template.content, true).querySelector("form")
    this.#forms += 1
    for (const element of form?.querySelectorAll("[id], [for]") ?? []) {
      for (const name of ["id", "for"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, `${element.getAttribute(name)}-${this.#forms}`)
      }
    }
    return form
  }

  /** The person's caret stands here: the thread of this text comes to the fore. */
  caretAt(field, offset) {
    const found = this.#places.has(field.place) && [...this.#located].find(([, at]) => at.field === field && at.from <= offset && offset <= at.to)
    this.#choose(found ? document.getElementById(found[0]) : null)
  }

  /** Puts marks and cards in their places before the next paint, however often it is asked. */
  redraw() {
    this.#isPlacingDue = true
    this.#frame ??= requestAnimationFrame(() => this.#show())
  }

  stop() {
    cancelAnimationFrame(this.#frame)
    this.#waitsForRest = false
    this.#observer.disconnect()
    this.#marks.stop()
  }

  // Private

  #show(isAllDue = this.#isAllDue && !this.#waitsForRest) {
    cancelAnimationFrame(this.#frame)
    this.#frame = null
    const places = this.#duePlaces
    const due = this.#threads().filter(thread =>
      isAllDue || this.#removed.has(thread.id) || places.has(thread.dataset.anchorPlace)
        || places.has(this.#located.get(thread.id)?.field.place))
    for (const thread of due) this.#locate(thread)
    if (isAllDue) {
      this.#isAllDue = false
      this.#hasLocated = this.#session.isOpen
    }
    this.#duePlaces = new Set()
    if (this.#isPlacingDue || this.#haveMoved(due)) this.#place()
    this.#isPlacingDue = false
  }

  /** Typing mostly leaves the lines where they are; then so are the cards. */
  #haveMoved(threads) {
    const origin = this.#list()?.getBoundingClientRect().top ?? 0
    return threads.some(thread => {
      const item = thread.closest("li")
      return Math.abs(this.#wantedTop(item) - origin - (this.#wanted.get(item) ?? Infinity)) > 1
    })
  }

  #threads() {
    return [...this.#aside.querySelectorAll("[data-thread]")]
  }

  #list() {
    return this.#aside.querySelector(":scope > .threads") ?? this.#aside.querySelector(".threads")
  }

  /** Ctrl and Enter send what one is writing, as in mail and chat; Enter alone begins a line. */
  #sendByKey(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return
    if (event.target.matches("textarea")) event.target.form?.requestSubmit()
  }

  async #send(event) {
    const form = event.target
    event.preventDefault()
    if (form.getAttribute("aria-busy") === "true") return
    form.setAttribute("aria-busy", "true")
    const threadID = form.closest("[data-thread]")?.id
    try {
      await submitForm(form, event.submitter)
      form.reset()
      form.closest("li:has(> .thread-new)")?.remove()
      await this.refresh()
      this.#announcer.answer(strings.commentSent)
      const thread = threadID && document.getElementById(threadID)
      if (thread) thread.focus({ preventScroll: true })
    } catch (error) {
      if (!(error instanceof FragmentError)) throw error
      this.#complain(form, error.message || strings.sendFailed)
    } finally {
      form.removeAttribute("aria-busy")
    }
  }

  #complain(form, sentence) {
    const known = form.querySelector("[role=alert]")
    const line = known ?? document.createElement("p")
    line.className = "error"
    line.setAttribute("role", "alert")
    line.textContent = sentence
    if (!known) form.prepend(line)
  }

  #takeDrafts() {
    return {
      unsent: [...this.#aside.querySelectorAll("li:has(> .thread-new)")],
      replies: this.#threads().map(thread => {
        const area = thread.querySelector("textarea")
        return { id: thread.id, text: area?.value ?? "", hasFocus: area === document.activeElement }
      }).filter(reply => reply.text !== "" || reply.hasFocus),
    }
  }

  #giveBack({ unsent, replies }) {
    this.#list()?.prepend(...unsent)
    for (const { id, text, hasFocus } of replies) {
      const thread = document.getElementById(id)
      if (thread) this.#giveForms(thread)
      const area = thread?.querySelector("textarea")
      if (!area) continue
      area.value = text
      if (hasFocus) area.focus({ preventScroll: true })
    }
  }

  #choose(thread) {
    const id = thread?.id ?? null
    if (id === this.#current) return
    this.#current = id
    for (const other of this.#threads()) {
      if (other.hasAttribute("data-current") !== (other.id === id)) this.#turnTo(other, other.id === id)
    }
    this.#marks.choose(id)
    this.redraw()
  }

  /** The thread that somebody turns to can be answered and settled; another one keeps a reply that was begun, or is being sent. */
  #turnTo(thread, isCurrent) {
    thread.toggleAttribute("data-current", isCurrent)
    if (isCurrent) this.#giveForms(thread)
    else if (!thread.querySelector("textarea")?.value && !thread.querySelector("form[aria-busy=true]")) {
      for (const form of thread.querySelectorAll("form")) form.remove()
    }
  }

  #giveForms(thread) {
    const template = this.#aside.querySelector(`template[data-thread-forms="${thread.dataset.state}"]`)
    if (!template || thread.querySelector("form")) return
    const author = thread.querySelector(".post-by strong")?.textContent ?? ""
    thread.append(copyOf(template, { THREAD: thread.dataset.thread, AUTHOR: author }))
  }

  #locate(thread) {
    if (thread.dataset.state !== "open" || !this.#session.isOpen) return
    const at = locate(this.#session, thread, this.#fields, this.#allFields)
    const isLocated = at !== null && at !== "removed"
    this.#label(thread, at === "removed")
    if (isLocated) this.#located.set(thread.id, at)
    else this.#located.delete(thread.id)
    if (isLocated) this.#places.add(at.field.place)
    if (at === "removed") this.#removed.add(thread.id)
    else this.#removed.delete(thread.id)
    this.#marks.set(thread.id, isLocated ? at.field.range(at.from, at.to) : null)
  }

  #label(thread, isRemoved) {
    const label = thread.querySelector("[data-removed-label]")
    if (!isRemoved) return label?.remove()
    if (label) return
    const made = document.createElement("p")
    made.className = "note"
    made.dataset.removedLabel = ""
    made.textContent = strings.textRemoved
    thread.querySelector("header")?.after(made)
  }

  /** All positions are read before any is written; cards never cover each other. */
  #place() {
    const list = this.#list()
    if (!list) return
    list.toggleAttribute("data-placed", WIDE.matches)
    if (!WIDE.matches) {
      list.style.height = ""
      return
    }
    const origin = list.getBoundingClientRect().top
    const cards = [...list.children].map(item => ({
      item, height: item.offsetHeight, wanted: this.#wantedTop(item) - origin,
    })).sort((a, b) => a.wanted - b.wanted)
    this.#wanted = new Map(cards.map(({ item, wanted }) => [item, wanted]))
    let bottom = 0
    for (const { item, height, wanted } of cards) {
      const top = Math.max(wanted, bottom)
      item.style.top = `${top}px`
      bottom = top + height + GAP
    }
    list.style.height = `${bottom}px`
  }

  /** In pixels of the viewport. A card whose text is gone or folded away stands by the nearest thing that is shown. */
  #wantedTop(item) {
    if (item.dataset.wanted) return Number(item.dataset.wanted) - scrollY
    const thread = item.querySelector("[data-thread]")
    const at = this.#located.get(thread?.id)
    if (at?.field.element.checkVisibility()) return caretRect(at.field, at.from)?.top ?? 0
    const shown = document.getElementById(thread?.dataset.anchorNode ?? "")
    return shown ? shown.getBoundingClientRect().top : 0
  }
}

import { DocumentConnection } from "../sync/document-connection.js"
import { KeptHistory } from "../sync/kept-history.js"
import { PendingEdits } from "../sync/pending-edits.js"
import { SaveState } from "../sync/save-state.js"
import { MetTexts } from "../offline/met-texts.js"
import { Announcer } from "../shared/announcer.js"
import { whenIdle } from "../shared/idle.js"
import { wholePage } from "../shared/whole-page.js"
import { strings } from "../shared/strings.js"
import { CommentComposer } from "../comments/comment-composer.js"
import { CommentMargin } from "../comments/comment-margin.js"
import { DraftStructure } from "../drafts/draft-structure.js"
import { ReferenceChooser } from "../drafts/reference-chooser.js"
import { Drawers } from "./drawers.js"
import { FarParts } from "./far-parts.js"
import { FindPanel } from "./find-panel.js"
import { KeptText } from "./kept-text.js"
import { LinkDialog } from "./link-dialog.js"
import { OpenDocument } from "./open-document.js"
import { openSession } from "./opening.js"
import { Presence } from "./presence.js"
import { SmallFields } from "./small-fields.js"
import { TextFields } from "./text-fields.js"
import { Toolbar } from "./toolbar.js"
import { keepingPlace } from "./scroll-keeper.js"

/**
 * The editing surface of one document: a draft, terms of reference or a meeting's minutes. The
 * server renders everything that can be read; this makes the texts and small fields in it live.
 *
 *     <draft-editor document="maal-moebler" socket="/sync/documents/maal-moebler"
 *                   member="p-koeb1" member-name="Demo Indkøber København" access="edit">
 *       <header class="draft-bar">… [data-presence] … [data-save-state] …</header>
 *       <nav class="outline">…</nav> <div class="paper">… [data-place] [data-register] …</div>
 *       <aside data-comments src="…">…</aside>
 *     </draft-editor>
 *
 * @fires draft-editor:notice with `{ topic, payload }`, when the server says that records beside the text changed
 * @fires draft-editor:changed whenever the text or a small field has changed, or has when it opens
 */
export class DraftEditor extends HTMLElement {
  #listeners
  #parts = null
  #failure = null
  #isWritable = false

  // Lifecycle

  connectedCallback() {
    this.#listeners = new AbortController()
    this.#start(this.#listeners.signal).catch(async error => {
      console.error(error)
      await wholePage()
      this.#showFailedStart()
    })
  }

  disconnectedCallback() {
    this.#listeners.abort()
    this.#parts?.connection.stop()
    this.#parts?.presence.stop()
    this.#parts?.margin?.stop()
    this.#parts?.structure.stop()
    this.#parts?.findPanel.stop()
    this.#parts?.toolbar.stop()
    this.#parts?.farParts.stop()
    this.#parts = null
  }

  /** The hash of the document as this tab holds it, to compare with others'; null until it is open. */
  get documentHash() {
    const openDocument = this.#parts?.openDocument
    return openDocument?.isOpen ? openDocument.session.hash() : null
  }

  /** Whether the page has been laid out to its end: until then what is far away may still move. */
  get isAtRest() {
    return this.#parts?.farParts.areLaidOut ?? false
  }

  // Private

  async #start(signal) {
    const owner = [this.getAttribute("document"), this.getAttribute("member")]
    const pending = new PendingEdits(...owner)
    const history = new KeptHistory(...owner)
    const [{ session, kept, places }, drawers] = await Promise.all([
      openSession(pending, history), wholePage().then(() => new Drawers(this, signal)),
    ])
    if (signal.aborted) return

    const connection = new DocumentConnection(this.getAttribute("socket"), session, pending, history)
    const openDocument = new OpenDocument(session, connection)
    const paper = this.querySelector(".paper")
    const announcer = new Announcer(this)
    const fields = new TextFields(openDocument, this, announcer, signal)
    const smallFields = new SmallFields(openDocument, this, signal)
    const structure = new DraftStructure(openDocument, this, { fields, smallFields, announcer })
    const aside = this.querySelector("[data-comments]")
    const margin = aside && new CommentMargin(aside, {
      session, paper, fields: place => fields.at(place), allFields: () => fields, announcer, signal,
    })
    if (margin) openDocument.passagesIn = (place, from, to) => margin.passagesIn(place, from, to)
    const composer = margin && new CommentComposer(paper, {
      session, margin, selectedField: () => fields.selected(), onBegin: () => drawers.open("comments"), signal,
    })
    const presence = new Presence(openDocument, this, { fields, structure, announcer, signal })
    const saveState = new SaveState(this.querySelector("[data-save-state]"))
    const toolbar = this.#makeToolbar(openDocument, fields, structure, signal)
    const keptText = new KeptText(paper, pending)
    const findPanel = new FindPanel(openDocument, this, { fields, signal })
    const metTexts = new MetTexts(places)
    const farParts = new FarParts(paper, fields)
    this.#parts = {
      connection, pending, history, openDocument, announcer, fields, smallFields, structure,
      margin, composer, presence, saveState, keptText, findPanel, toolbar, metTexts, farParts,
    }
    pending.addEventListener("orphans", ({ detail }) => {
      for (const { bytes } of detail.batches) session.adopt(bytes)
      connection.renew()
    }, { signal })
    this.#listen(signal)
    this.querySelector("[data-presence]").after(announcer.makeSwitch(), presence.makeNearbyButton())
    keptText.showCopies()
    connection.start(kept)
  }

  #makeToolbar(openDocument, fields, structure, signal) {
    const link = new LinkDialog(this, fields)
    const chooser = structure.references && new ReferenceChooser(this, fields, () => structure.references)
    fields.addEventListener("edited", ({ detail: { field } }) => {
      const { to } = field.selection() ?? {}
      if (chooser && field.text.slice(Math.max(0, to - 2), to) === "[[" && field.text[to] !== "]") chooser.ask(field)
    }, { signal })
    return new Toolbar(this.querySelector(".draft-bar"), {
      fields, root: this, isFormatting: openDocument.hasAttributes, askLink: field => link.ask(field), askReference: chooser && (field => chooser.ask(field)), signal,
    })
  }

  #listen(signal) {
    const {
      connection, openDocument, history, fields, smallFields, structure, margin, presence, keptText, findPanel, toolbar, metTexts,
      farParts,
    } = this.#parts
    const on = (type, handler) => openDocument.addEventListener(type, ({ detail }) => handler(detail), { signal })

    openDocument.around = (work, events) => keepingPlace(fields.mayBeMovedBy(events) ? fields.focused() : null, work)
    on("opened", () => {
      this.#showAnew()
      farParts.start()
      requestAnimationFrame(() => whenIdle(() => signal.aborted || margin?.adopt())) // once the text has been drawn
      presence.showAlone({ member: this.getAttribute("member"), name: this.getAttribute("member-name") })
    })
    on("text", event => {
      const change = fields.receive(event)
      presence.textChanged(event, change)
      structure.textChanged(event)
      margin?.textChanged(event.place)
      findPanel.textChanged()
      metTexts.noticed(event, openDocument.isOnline)
    })
    connection.addEventListener("unshown", ({ detail }) => {
      for (const event of detail.events) if (event.type === "text") metTexts.noticed(event, true)
    }, { signal })
    on("format", event => fields.receiveFormat(event))
    on("register", event => {
      smallFields.show(event.node, event.key, event.value)
      structure.registerChanged(event)
    })
    on("presence", event => presence.show(event.people))
    on("access", () => this.#accessChanged())
    on("refused", event => {
      keptText.add(event, place => structure.labelOfPlace(place))
      this.#showAnew()
    })
    on("diverged", async () => {
      await history.forget()
      keptText.reloadAfterDivergence(openDocument)
    })
    on("saving", event => {
      this.#failure = event.ok ? null : strings.serverCannotStore
    })
    on("notice", event => this.#notice(event))
    on("settled", ({ events }) => {
      structure.settle()
      if (fields.concernMine(events)) toolbar.show(openDocument.isWritable)
      const isUnsent = openDocument.session.pendingCount > 0
      if (events.some(({ type }) => ["text", "format", "register"].includes(type) || (type === "opened" && isUnsent))) {
        this.dispatchEvent(new CustomEvent("draft-editor:changed", { bubbles: true }))
      }
      if (openDocument.isOnline && openDocument.isOpen && openDocument.session.pendingCount === 0) this.#showMetTexts()
      this.#showSaveState()
    })
    openDocument.addEventListener("line", () => {
      presence.lineChanged()
      this.#accessChanged()
      this.#showSaveState()
    }, { signal })
    this.addEventListener("click", event => this.#clicked(event), { signal })
    addEventListener("beforeunload", event => this.#leaving(event), { signal })
    fields.addEventListener("caret", ({ detail }) => {
      presence.moved(detail)
      toolbar.show(openDocument.isWritable)
      if (detail) margin?.caretAt(detail.field, detail.to)
    }, { signal })
  }

  #showAnew() {
    const { openDocument, fields, smallFields, structure, margin } = this.#parts
    structure.refresh(() => {
      fields.showAll()
      smallFields.showAll(openDocument.isWritable)
    })
    margin?.locateAll()
    this.setAttribute("access", openDocument.access)
    this.#isWritable = openDocument.isWritable
  }

  #accessChanged() {
    const { openDocument, announcer, structure, history, keptText } = this.#parts
    const { access, isOpen, isWritable, isShutOut } = openDocument
    if (isShutOut && history.isAvailable) {
      history.forget()                                 // what others wrote is no longer for this browser
      if (openDocument.session.pendingCount > 0) {
        const lost = openDocument.ownPlaces.map(place => ({ place, text: openDocument.text(place) }))
        keptText.add({ lost }, place => structure.labelOfPlace(place))
      }
    }
    if (!isOpen) return
    const before = this.getAttribute("access")
    if (before === access && this.#isWritable === isWritable) return
    this.#showAnew()
    if (before === access) return
    announcer.answer(access === "edit" ? strings.accessGiven : strings.accessWithdrawn)
  }

  #showMetTexts() {
    const { metTexts, fields, structure } = this.#parts
    const labelOf = place => structure.labelOfPlace(place)
    metTexts.saved({ paper: this.querySelector(".paper"), bar: this.querySelector(".draft-bar"), fields, labelOf })
  }

  #notice({ topic, payload }) {
    if (topic === "comments") this.#parts.margin?.refresh()
    this.dispatchEvent(new CustomEvent("draft-editor:notice", { bubbles: true, detail: { topic, payload } }))
  }

  #clicked(event) {
    const button = event.target.closest("[data-action]")
    if (!button || !this.#parts) return
    const { structure, composer, fields, keptText } = this.#parts
    const node = button.dataset.restores ?? button.closest("[data-deleted]")?.dataset.deleted
      ?? button.closest("[data-node]")?.dataset.node
    switch (button.dataset.action) {
      case "comment":
        composer?.beginOnNode(node, structure.nameOf(node), button)
        break
      case "copy-my-text":
        keptText.copy(fields.ownText(), button)
        break
      default:
        structure.act(button, node)
    }
  }

  /** Only where the browser keeps nothing for us does leaving lose something. */
  #leaving(event) {
    const { openDocument, pending } = this.#parts
    if (!pending.isAvailable && openDocument.session.pendingCount > 0) event.preventDefault()
  }

  #showSaveState() {
    const { openDocument, saveState } = this.#parts
    const { session } = openDocument
    saveState.show({
      isOnline: openDocument.isOnline,
      isOpen: openDocument.isOpen,
      offlineSince: openDocument.offlineSince,
      waiting: session.pendingCount,
      failure: openDocument.rejection ? strings.rejections[openDocument.rejection] : this.#failure,
    })
  }

  #showFailedStart() {
    const alert = document.createElement("div")
    alert.className = "alert"
    alert.dataset.tone = "error"
    alert.setAttribute("role", "alert")
    const text = document.createElement("p")
    text.textContent = strings.engineFailed
    alert.append(text)
    this.querySelector(".paper")?.prepend(alert)
    const state = this.querySelector("[data-save-state]")
    if (!state) return
    state.dataset.saveState = state.dataset.said = "failed"
    state.textContent = strings.cannotSave("")
  }
}

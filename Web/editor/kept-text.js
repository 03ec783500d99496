import { makeActions, makeButton, makeNotice } from "../shared/elements.js"
import { strings } from "../shared/strings.js"

/**
 * Text that only this person has: edits the server refused, or a copy put aside because the page
 * had come apart from the server. It is shown above the paper with a button to copy it, and stays in
 * the browser until its owner closes it.
 */
export class KeptText {
  #paper
  #pending

  /**
   * @param {HTMLElement} paper
   * @param {PendingEdits} pending Keeps the copies.
   */
  constructor(paper, pending) {
    this.#paper = paper
    this.#pending = pending
  }

  async showCopies() {
    for (const copy of await this.#pending.copies()) this.#show(copy.text, copy.id)
  }

  /**
   * @param {{ lost: Array<{place: string, text: string}> }} refusal As the engine tells it.
   * @param {(place: string) => string} labelOf What a place is called: "13.4 Kravtekst".
   */
  async add({ lost }, labelOf) {
    const text = lost.filter(part => part.text.trim() !== "")
      .map(part => [labelOf(part.place), part.text].filter(line => line !== "").join("\n")).join("\n\n")
    if (text === "") return
    this.#show(text, await this.#pending.keepCopy(text))
  }

  /** The replica shows something else than the server: put what is mine aside, then start again. */
  async reloadAfterDivergence(openDocument) {
    const { texts } = openDocument.session.content()
    if (openDocument.session.pendingCount > 0) await this.#pending.keepCopy(Object.values(texts).join("\n\n"))
    location.reload()
  }

  async copy(text, button) {
    await navigator.clipboard.writeText(text)
    const label = button.textContent
    button.textContent = strings.copied
    setTimeout(() => { button.textContent = label }, 2000)
  }

  // Private

  #show(text, id) {
    const box = makeNotice({
      look: "kept-text", tone: "warning", title: strings.refusedTitle, words: strings.refusedText,
    })
    const copy = document.createElement("p")
    copy.className = "private-copy"
    copy.tabIndex = 0
    copy.textContent = text
    const copyButton = makeButton(strings.copyMyText, () => this.copy(text, copyButton))
    const download = document.createElement("a")
    download.className = "button"
    download.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }))
    download.download = strings.copyFileName
    download.textContent = strings.downloadMyText
    const closeButton = makeButton(strings.close, () => {
      box.remove()
      URL.revokeObjectURL(download.href)
      this.#pending.dropCopy(id)
    }, "quiet")
    box.append(copy, makeActions(copyButton, download, closeButton))
    this.#paper.prepend(box)
  }
}

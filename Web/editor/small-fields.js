/**
 * The small fields of the page (`[data-register="NODE/KEY"]`): selects, ticks and one-line inputs,
 * each the two-way view of one register. A select or an input writes its word, or takes the value
 * away when empty; a number writes an integer; a tick writes true, or what `data-off` says (`null`
 * takes the element out of its set, `false` keeps it in, switched off).
 */
export class SmallFields {
  #document
  #root

  /**
   * @param {OpenDocument} openDocument
   * @param {HTMLElement} root Holds the fields, also those that come later.
   * @param {AbortSignal} signal
   */
  constructor(openDocument, root, signal) {
    this.#document = openDocument
    this.#root = root
    root.addEventListener("change", event => this.#changed(event.target), { signal })
    root.addEventListener("keydown", event => this.#keyPressed(event), { signal })
  }

  /** Shows every field as the engine has it, and lets it be used or not. */
  showAll(isWritable, scope = this.#root) {
    for (const input of scope.querySelectorAll("[data-register]")) {
      const { node, key } = address(input)
      this.#show(input, this.#document.register(node, key) ?? null)
      input.disabled = !isWritable
    }
  }

  /** A register has changed. A field that its user stands in, half typed, is left alone. */
  show(node, key, value) {
    const selector = `[data-register="${CSS.escape(`${node}/${key}`)}"]`
    for (const input of this.#root.querySelectorAll(selector)) {
      if (!input.hasAttribute("data-typing")) this.#show(input, value)
    }
  }

  // Private

  #show(input, value) {
    if (input.type === "checkbox") {
      input.checked = value === true
    } else if (input instanceof HTMLSelectElement) {
      const word = value === null ? "" : String(value)
      if (![...input.options].some(option => option.value === word)) input.add(new Option(word, word))
      input.value = word
    } else {
      input.value = value === null ? "" : String(value)
    }
  }

  #changed(input) {
    if (!input.dataset?.register) return
    input.removeAttribute("data-typing")
    const { node, key } = address(input)
    const value = valueOf(input)
    if (value === undefined) this.#show(input, this.#document.register(node, key) ?? null)
    else this.#document.set(node, key, value)
  }

  #keyPressed(event) {
    const input = event.target
    if (!(input instanceof HTMLInputElement) || !input.dataset.register || input.type === "checkbox") return
    if (event.key === "Escape") {
      const { node, key } = address(input)
      input.removeAttribute("data-typing")
      this.#show(input, this.#document.register(node, key) ?? null)
    } else if (event.key.length === 1) {
      input.setAttribute("data-typing", "")
    }
  }
}

function address(input) {
  const whole = input.dataset.register
  const slash = whole.indexOf("/")
  return { node: whole.slice(0, slash), key: whole.slice(slash + 1) }
}

/** The register's value that the field shows; undefined when what is typed is none. */
function valueOf(input) {
  if (input.type === "checkbox") return input.checked ? true : input.dataset.off === "false" ? false : null
  const word = input.value.trim().normalize("NFC")
  if (word === "") return input.validity?.badInput ? undefined : null
  if (input.type !== "number") return word
  return Number.isSafeInteger(Number(word)) ? Number(word) : undefined
}

/** Waits until the browser has read the whole page. */
export function wholePage() {
  return new Promise(resolve => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true })
    else resolve()
  })
}

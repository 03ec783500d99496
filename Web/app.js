/**
 * What every page loads. Pages work without it, except the editing surface, whose parts are fetched
 * only by pages that have one.
 */
if (document.querySelector("draft-editor")) {
  const [{ DraftEditor }, { keepForOffline }, { keepRecordsFresh }, { keepVersionNotice }] = await Promise.all([
    import("./editor/draft-editor.js"),
    import("./offline/registration.js"),
    import("./meetings/live-records.js"),
    import("./reviewing/version-notice.js"),
  ])
  keepRecordsFresh()
  keepVersionNotice()
  customElements.define("draft-editor", DraftEditor)
  keepForOffline()
}

/**
 * What a page with an editing surface loads; the others do without. It runs while the browser still reads the page, for
 * that of a long draft takes a while: the engine and what is kept of the document are ready by then.
 */
import { DraftEditor } from "./editor/draft-editor.js"
import { keepRecordsFresh } from "./meetings/live-records.js"
import { keepForOffline } from "./offline/registration.js"
import { keepVersionNotice } from "./reviewing/version-notice.js"
import { wholePage } from "./shared/whole-page.js"

keepRecordsFresh()
keepVersionNotice()
customElements.define("draft-editor", DraftEditor)
wholePage().then(keepForOffline)

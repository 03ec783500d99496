/**
 * Every sentence that script puts on the screen, Danish and English. The server's pages have their
 * own table; the language of both is the document's `lang`.
 */
const phrases = {
  da: {
    saved: "Gemt",
    saving: "Gemmer …",
    changesWaiting: count => count === 1 ? "1 ændring venter" : `${count} ændringer venter`,
    offlineSince: (time, count) => count === 0
      ? `Offline siden kl. ${time}`
      : `Offline siden kl. ${time}, ${count === 1 ? "1 ændring venter" : `${count} ændringer venter`}`,
    cannotSave: reason => reason ? `Kan ikke gemme: ${reason}` : "Kan ikke gemme",
    connecting: "Forbinder …",
    copyMyText: "Kopiér min tekst",
    copied: "Kopieret",
    downloadMyText: "Hent min tekst",
    copyFileName: "min-tekst.txt",
    close: "Luk",
    rejections: {
      login: "du er logget af. Log på i en anden fane",
      access: "du har ikke længere adgang",
      missing: "dokumentet findes ikke, eller du har ikke adgang",
    },
    serverCannotStore: "serveren kan ikke skrive lige nu. Behold siden åben",
    refusedTitle: "Din ændring blev ikke gemt.",
    refusedText: "Teksten er kun hos dig. Kopiér den, hvis du vil beholde den.",
    accessWithdrawn: "Du kan nu kun læse dokumentet.",
    accessGiven: "Du kan nu skrive i dokumentet.",
    engineFailed: "Skrivefladen kunne ikke starte. Du kan læse teksten. Genindlæs siden for at prøve igen.",

    outline: "Indhold",
    comments: "Kommentarer",
    commentsCount: count => `Kommentarer (${count})`,
    you: "dig",
    joined: names => `${names} er kommet til`,
    left: names => `${names} har forladt dokumentet`,
    writesHere: (name, field) => `${name} skriver i ${field}`,
    announcements: "Oplæs andres ændringer",
    announcementsOn: "Oplæsning af andres ændringer: til",
    announcementsOff: "Oplæsning af andres ændringer: fra",

    emptyText: "Skriv her",
    refersTo: "Henviser til",
    missingReference: "slettet kriterium",
    untitled: "Uden titel",
    criterion: {
      added: number => `Kriterium ${number} er tilføjet`,
      moved: number => `Kriteriet er flyttet og har nu nummer ${number}`,
      deleted: title => `${title} er slettet og ligger under Slettede kriterier`,
      restored: number => `Kriteriet er gendannet med nummer ${number}`,
    },
    agendaItem: {
      added: number => `Punkt ${number} er tilføjet`,
      moved: number => `Punktet er flyttet og har nu nummer ${number}`,
      deleted: title => `${title} er slettet og ligger under Slettede punkter`,
      restored: number => `Punktet er gendannet med nummer ${number}`,
    },
    restore: "Gendan",
    add: "Tilføj",
    addTo: list => `Tilføj til ${list}`,
    remove: element => `Fjern ${element}`,
    orEquivalent: "eller tilsvarende",
    undone: "Fortrudt",
    redone: "Gentaget",
    nothingToUndo: "Der er ikke mere at fortryde",
    nothingToRedo: "Der er ikke mere at gentage",

    comment: "Kommentér",
    commentSent: "Kommentaren er sendt",
    textRemoved: "Teksten er slettet",
    sendFailed: "Det lykkedes ikke at sende. Prøv igen.",
  },
  en: {
    saved: "Saved",
    saving: "Saving …",
    changesWaiting: count => count === 1 ? "1 change waiting" : `${count} changes waiting`,
    offlineSince: (time, count) => count === 0
      ? `Offline since ${time}`
      : `Offline since ${time}, ${count === 1 ? "1 change waiting" : `${count} changes waiting`}`,
    cannotSave: reason => reason ? `Cannot save: ${reason}` : "Cannot save",
    connecting: "Connecting …",
    copyMyText: "Copy my text",
    copied: "Copied",
    downloadMyText: "Download my text",
    copyFileName: "my-text.txt",
    close: "Close",
    rejections: {
      login: "you are logged off. Log on in another tab",
      access: "you no longer have access",
      missing: "the document is not there, or you have no access",
    },
    serverCannotStore: "the server cannot write just now. Keep the page open",
    refusedTitle: "Your change was not saved.",
    refusedText: "The text is only with you. Copy it if you want to keep it.",
    accessWithdrawn: "You can now only read this document.",
    accessGiven: "You can now write in this document.",
    engineFailed: "The editor could not start. You can read the text. Reload the page to try again.",

    outline: "Contents",
    comments: "Comments",
    commentsCount: count => `Comments (${count})`,
    you: "you",
    joined: names => `${names} joined`,
    left: names => `${names} left the document`,
    writesHere: (name, field) => `${name} is writing in ${field}`,
    announcements: "Announce others' changes",
    announcementsOn: "Announce others' changes: on",
    announcementsOff: "Announce others' changes: off",

    emptyText: "Write here",
    refersTo: "Refers to",
    missingReference: "deleted criterion",
    untitled: "Untitled",
    criterion: {
      added: number => `Criterion ${number} was added`,
      moved: number => `The criterion was moved and is now number ${number}`,
      deleted: title => `${title} was deleted and is listed under Deleted criteria`,
      restored: number => `The criterion was restored as number ${number}`,
    },
    agendaItem: {
      added: number => `Item ${number} was added`,
      moved: number => `The item was moved and is now number ${number}`,
      deleted: title => `${title} was deleted and is listed under Deleted items`,
      restored: number => `The item was restored as number ${number}`,
    },
    restore: "Restore",
    add: "Add",
    addTo: list => `Add to ${list}`,
    remove: element => `Remove ${element}`,
    orEquivalent: "or equivalent",
    undone: "Undone",
    redone: "Redone",
    nothingToUndo: "There is nothing more to undo",
    nothingToRedo: "There is nothing more to redo",

    comment: "Comment",
    commentSent: "The comment was sent",
    textRemoved: "The text was deleted",
    sendFailed: "It could not be sent. Try again.",
  },
}

/** The language of the page: "da" unless the page says English. */
const language = document.documentElement.lang.startsWith("en") ? "en" : "da"

/** The phrases of the page's language. A phrase with something to fill in is a function. */
export const strings = phrases[language]

/** A time of day as people write it: 10.42 in Danish, 10:42 in English. */
export function timeOfDay(milliseconds) {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "da-DK", { hour: "2-digit", minute: "2-digit" })
    .format(milliseconds)
}

/** Names joined as in a sentence: "Anna, Bo og Carl". */
export function listed(names) {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names)
}

-- The tables after migration 1; written by SchemaTests.

CREATE TABLE actionItem (
    meeting     TEXT NOT NULL REFERENCES meeting (id),
    ordinal     INTEGER NOT NULL CHECK (ordinal > 0),
    item        TEXT, -- a node of the minutes
    text        TEXT NOT NULL,
    responsible TEXT NOT NULL REFERENCES member (id),
    deadline    TEXT,
    status      TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    closedOn    TEXT,
    criterion   TEXT, -- a node of the target
    PRIMARY KEY (meeting, ordinal),
    CHECK ((status = 'closed') = (closedOn IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX actionItemByResponsible ON actionItem (responsible, status);

CREATE TABLE approval (
    document   TEXT NOT NULL,
    ordinal    INTEGER NOT NULL,
    approver   TEXT NOT NULL REFERENCES member (id),
    approvedAt INTEGER NOT NULL,
    remark     TEXT NOT NULL,
    PRIMARY KEY (document, ordinal),
    FOREIGN KEY (document, ordinal) REFERENCES version (document, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER approvalIsNotChanged BEFORE UPDATE ON approval
BEGIN SELECT RAISE(ABORT, 'an approval is never changed'); END;

CREATE TRIGGER approvalIsNotDeleted BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'an approval is never deleted'); END;

CREATE TABLE attendance (
    meeting  TEXT NOT NULL REFERENCES meeting (id),
    member   TEXT NOT NULL REFERENCES member (id),
    capacity TEXT NOT NULL CHECK (capacity IN ('chair', 'member', 'secretariat', 'observer', 'guest')),
    presence TEXT NOT NULL CHECK (presence IN ('attended', 'apologies', 'partly')),
    PRIMARY KEY (meeting, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendedItem (
    meeting TEXT NOT NULL,
    member  TEXT NOT NULL,
    item    INTEGER NOT NULL CHECK (item > 0),
    PRIMARY KEY (meeting, member, item),
    FOREIGN KEY (meeting, member) REFERENCES attendance (meeting, member) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
    serial        INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival
    document      TEXT NOT NULL REFERENCES document (id),
    session       INTEGER NOT NULL,
    firstSequence INTEGER NOT NULL CHECK (firstSequence >= 0),
    eventCount    INTEGER NOT NULL CHECK (eventCount > 0),
    member        TEXT NOT NULL,
    receivedAt    INTEGER NOT NULL,
    bytes         BLOB NOT NULL, -- as they travelled
    hash          BLOB NOT NULL CHECK (length(hash) = 32), -- over this row and the document's row before
    UNIQUE (document, session, firstSequence),
    FOREIGN KEY (session, document, member) REFERENCES session (id, document, member)
) STRICT;

CREATE INDEX batchByDocument ON batch (document);

CREATE TRIGGER batchIsNotChanged BEFORE UPDATE ON batch
BEGIN SELECT RAISE(ABORT, 'a batch is never changed'); END;

CREATE TRIGGER batchIsNotDeleted BEFORE DELETE ON batch
BEGIN SELECT RAISE(ABORT, 'a batch is never deleted'); END;

CREATE TABLE decision (
    meeting   TEXT NOT NULL REFERENCES meeting (id),
    ordinal   INTEGER NOT NULL CHECK (ordinal > 0),
    item      TEXT, -- a node of the minutes
    text      TEXT NOT NULL,
    criterion TEXT, -- a node of the target
    agreement TEXT NOT NULL CHECK (agreement IN ('consensus', 'dissent')),
    PRIMARY KEY (meeting, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    id           TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('target', 'minutes', 'termsOfReference')),
    workingGroup TEXT NOT NULL REFERENCES workingGroup (id),
    title        TEXT NOT NULL,
    number       INTEGER UNIQUE, -- a target's; never given twice
    frozenAt     INTEGER,
    CHECK ((kind = 'target') = (number IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX documentByGroup ON document (workingGroup);

CREATE TABLE invitation (
    tokenHash BLOB NOT NULL PRIMARY KEY CHECK (length(tokenHash) = 32),
    member    TEXT REFERENCES member (id), -- whom it lets in; NULL for the first Secretariat member
    issuedBy  TEXT REFERENCES member (id), -- NULL for the server
    issuedAt  INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL,
    usedAt    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    serial       INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    member       TEXT REFERENCES member (id), -- NULL for the server
    event        TEXT NOT NULL,
    subject      TEXT NOT NULL,
    detail       TEXT NOT NULL,
    previousHash TEXT NOT NULL CHECK (length(previousHash) = 64),
    hash         TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

CREATE INDEX journalBySubject ON journal (subject);

CREATE TRIGGER journalIsNotChanged BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;

CREATE TRIGGER journalIsNotDeleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never deleted'); END;

CREATE TABLE login (
    tokenHash  BLOB NOT NULL PRIMARY KEY CHECK (length(tokenHash) = 32),
    member     TEXT NOT NULL REFERENCES member (id),
    startedAt  INTEGER NOT NULL,
    lastSeenAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX loginByMember ON login (member);

CREATE TABLE meeting (
    id                TEXT NOT NULL PRIMARY KEY REFERENCES document (id), -- the minutes
    workingGroup      TEXT NOT NULL REFERENCES workingGroup (id),
    number            INTEGER NOT NULL CHECK (number > 0),
    title             TEXT NOT NULL,
    day               TEXT NOT NULL,
    fromMinute        INTEGER NOT NULL CHECK (fromMinute BETWEEN 0 AND 1439), -- since midnight, in Denmark
    toMinute          INTEGER NOT NULL CHECK (toMinute BETWEEN 0 AND 1439),
    place             TEXT NOT NULL,
    chair             TEXT REFERENCES member (id),
    secretary         TEXT REFERENCES member (id),
    agendaSentOn      TEXT,
    minutesSentOn     TEXT,
    minutesApprovedOn TEXT,
    minutesStatus     TEXT NOT NULL CHECK (minutesStatus IN ('draft', 'circulated', 'approved')),
    UNIQUE (workingGroup, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    id            TEXT NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    initials      TEXT NOT NULL,
    email         TEXT NOT NULL UNIQUE,
    organisation  TEXT REFERENCES organisation (id),
    title         TEXT NOT NULL,
    isSecretariat INTEGER NOT NULL CHECK (isSecretariat IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    workingGroup TEXT NOT NULL REFERENCES workingGroup (id),
    member       TEXT NOT NULL REFERENCES member (id),
    role         TEXT NOT NULL CHECK (role IN ('observer', 'member', 'chair', 'secretariat')),
    PRIMARY KEY (workingGroup, member)
) STRICT, WITHOUT ROWID;

CREATE INDEX membershipByMember ON membership (member);

CREATE TABLE mention (
    thread TEXT NOT NULL,
    number INTEGER NOT NULL,
    member TEXT NOT NULL REFERENCES member (id),
    PRIMARY KEY (thread, number, member),
    FOREIGN KEY (thread, number) REFERENCES post (thread, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone (
    workingGroup TEXT NOT NULL REFERENCES workingGroup (id),
    ordinal      INTEGER NOT NULL, -- from 1
    name         TEXT NOT NULL,
    day          TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('planned', 'underway', 'reached')),
    PRIMARY KEY (workingGroup, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    id        TEXT NOT NULL PRIMARY KEY,
    name      TEXT NOT NULL,
    shortName TEXT NOT NULL,
    kind      TEXT NOT NULL,
    isPartner INTEGER NOT NULL CHECK (isPartner IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE password (
    member TEXT NOT NULL PRIMARY KEY REFERENCES member (id),
    hash   TEXT NOT NULL, -- with its salt and parameters
    setAt  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE post (
    thread   TEXT NOT NULL REFERENCES thread (id),
    number   INTEGER NOT NULL CHECK (number > 0),
    author   TEXT NOT NULL REFERENCES member (id),
    postedAt INTEGER NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (thread, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id       INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
    document TEXT NOT NULL REFERENCES document (id),
    member   TEXT NOT NULL REFERENCES member (id),
    issuedAt INTEGER NOT NULL,
    UNIQUE (id, document, member)
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE thread (
    id            TEXT NOT NULL PRIMARY KEY,
    document      TEXT NOT NULL REFERENCES document (id),
    node          TEXT NOT NULL,
    field         TEXT,
    fromCharacter TEXT,
    toCharacter   TEXT,
    quotation     TEXT,
    kind          TEXT NOT NULL CHECK (kind IN ('comment', 'suggestion')),
    replacement   TEXT,
    status        TEXT NOT NULL CHECK (status IN ('open', 'resolved', 'rejected')),
    settledBy     TEXT REFERENCES member (id),
    settledAt     INTEGER,
    wasReopened   INTEGER NOT NULL CHECK (wasReopened IN (0, 1)),
    CHECK ((fromCharacter IS NULL) = (toCharacter IS NULL)),
    CHECK ((fromCharacter IS NULL) = (quotation IS NULL)),
    CHECK (fromCharacter IS NULL OR field IS NOT NULL),
    CHECK ((kind = 'suggestion') = (replacement IS NOT NULL)),
    CHECK ((status = 'open') = (settledBy IS NULL)),
    CHECK ((status = 'open') = (settledAt IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX threadByDocument ON thread (document);

CREATE TABLE version (
    document       TEXT NOT NULL REFERENCES document (id),
    ordinal        INTEGER NOT NULL CHECK (ordinal > 0),
    label          TEXT NOT NULL,
    canonicalBytes BLOB NOT NULL,
    hash           TEXT NOT NULL CHECK (length(hash) = 64),
    rendering      BLOB NOT NULL, -- HTML in UTF-8, shown as it stands
    renderingHash  TEXT NOT NULL CHECK (length(renderingHash) = 64),
    madeBy         TEXT NOT NULL REFERENCES member (id),
    madeAt         INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal),
    UNIQUE (document, label)
) STRICT;

CREATE TRIGGER versionIsNotChanged BEFORE UPDATE ON version
BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;

CREATE TRIGGER versionIsNotDeleted BEFORE DELETE ON version
BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;

CREATE TABLE workingGroup (
    id                   TEXT NOT NULL PRIMARY KEY,
    name                 TEXT NOT NULL,
    kind                 TEXT NOT NULL CHECK (kind IN ('revision', 'newTarget')),
    minimumOrganisations INTEGER NOT NULL,
    caseNumber           TEXT NOT NULL,
    start                TEXT,
    state                TEXT NOT NULL
) STRICT, WITHOUT ROWID;

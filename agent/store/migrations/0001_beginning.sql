-- Every instant is UTC text of one width (2026-03-02T13:00:00.000000+00:00), so that it sorts as it counts.
-- `record` is the whole value as JSON (agent/store/records.py); the other columns are what queries ask for.

CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,       -- Envelope.key: one row for a mail, in however many folders it lies (D8)
    record TEXT NOT NULL            -- Reading, without its text
) STRICT;

CREATE TABLE sighting (             -- where a mail was seen, so that it can be fetched again
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (folder, uidvalidity, uid)
) STRICT, WITHOUT ROWID;

CREATE INDEX sighting_of_key ON sighting (key);

CREATE TABLE dead_letter (          -- a mail that could not be read (G2)
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    record TEXT NOT NULL,           -- DeadLetter
    set_aside_at TEXT NOT NULL,
    PRIMARY KEY (folder, uidvalidity, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursor (               -- moves in the transaction that stores what was read below it (D7)
    folder TEXT PRIMARY KEY,
    uidvalidity INTEGER NOT NULL,
    last_uid INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL,
    round TEXT NOT NULL,
    wait TEXT NOT NULL,
    step TEXT NOT NULL,
    recipient TEXT NOT NULL,
    status TEXT NOT NULL,           -- also in the record; here for the eye
    record TEXT NOT NULL,           -- Entry
    UNIQUE (case_id, round, wait, step, recipient)  -- at most once (S1)
) STRICT;

CREATE TABLE opportunity (          -- a case as last looked at
    id TEXT PRIMARY KEY,
    looked_at TEXT NOT NULL,
    wake_at TEXT,                   -- when to look again; NULL: only when mail comes
    record TEXT NOT NULL            -- Case
) STRICT, WITHOUT ROWID;

CREATE INDEX opportunity_to_wake ON opportunity (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE question (
    id TEXT PRIMARY KEY,            -- the same doubt has the same id, and is asked once
    asked_at TEXT NOT NULL,
    answered_at TEXT,               -- NULL: still open
    answer TEXT,
    record TEXT NOT NULL            -- Question
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (               -- what was done and left undone, and why (H1); only ever appended to
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL,
    at TEXT NOT NULL,
    record TEXT NOT NULL            -- Event
) STRICT;

CREATE INDEX ledger_of_case ON ledger (case_id, at);

CREATE TABLE milestone (            -- instants of the whole: `started`, `synced`
    name TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

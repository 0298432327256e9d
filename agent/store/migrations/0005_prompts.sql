-- Question mails in the owner's INBOX, and the replies that were heard.

CREATE TABLE prompt (
    id INTEGER PRIMARY KEY,
    round TEXT NOT NULL UNIQUE,     -- at most one for an interview, ever
    record TEXT NOT NULL            -- Prompt
) STRICT;

CREATE TABLE reply (                -- each copy of a reply says the same: it is heard once
    id TEXT PRIMARY KEY,            -- Message-ID, else Envelope.key
    prompt TEXT NOT NULL            -- Message-ID of the question mail
) STRICT, WITHOUT ROWID;

-- The exact bytes of letters that are to leave: fixed when they are approved, the same at every try (S7, A16).

CREATE TABLE letter (
    message_id TEXT PRIMARY KEY,
    raw TEXT NOT NULL               -- base64
) STRICT, WITHOUT ROWID;

-- What the owner has had forgotten: no content, only enough to leave the same mails and their answers unread.

CREATE TABLE forgotten (
    hash TEXT PRIMARY KEY           -- SHA-256 of a Message-ID, or of the key of a mail without one
) STRICT, WITHOUT ROWID;

-- Where this database is at home: a copy that is started elsewhere is noticed (A6).

CREATE TABLE home (
    machine TEXT PRIMARY KEY        -- SHA-256 of what identifies it
) STRICT, WITHOUT ROWID;

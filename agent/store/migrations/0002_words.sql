-- The owner's own words, and what the queries about one case ask for, so that a look costs the same in any year.

CREATE TABLE word (                 -- what the owner has said; only ever appended to
    id INTEGER PRIMARY KEY,
    record TEXT NOT NULL            -- Word
) STRICT;

ALTER TABLE outbox ADD COLUMN made_at TEXT;     -- when its draft was made
ALTER TABLE outbox ADD COLUMN message_id TEXT;  -- of its draft
ALTER TABLE reading ADD COLUMN message_id TEXT;

-- Instants inside a record are in whatever zone they came in; strftime makes UTC of them.
UPDATE outbox SET
    made_at = strftime('%Y-%m-%dT%H:%M:%f', record ->> '$.made_at') || '000+00:00',
    message_id = record ->> '$.message_id';
UPDATE reading SET message_id = record ->> '$.envelope.message_id';

CREATE INDEX outbox_of_round ON outbox (round);
CREATE INDEX outbox_of_message ON outbox (message_id);
CREATE INDEX outbox_by_status ON outbox (status);
CREATE INDEX outbox_by_day ON outbox (made_at);
CREATE INDEX reading_of_message ON reading (message_id);

-- What a customer said and who they are does not stay for ever.
-- forgotten_at says since when a complaint is without its words, names and numbers. A row of the record may lose the words in
-- its data, and nothing else, once a later row of the same case says so (action forget) and seals what it is without them
-- (bot/store/events.py). What a message said is emptied when it was sent long ago. sweep: the indexes over words still hold
-- what was taken out of them, until they are put in order.
ALTER TABLE complaints ADD COLUMN forgotten_at TEXT NOT NULL DEFAULT '';
CREATE INDEX complaints_to_forget ON complaints (resolved_at) WHERE state IN ('resolved', 'closed') AND forgotten_at = '';
CREATE INDEX outbox_to_empty ON outbox (owed_at) WHERE key IS NOT NULL AND body <> '{}' AND state IN ('sent', 'dropped');
CREATE TABLE forgetting (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), sweep INTEGER NOT NULL, swept_at TEXT NOT NULL DEFAULT '') STRICT;
DROP TRIGGER events_keep_text;
CREATE TRIGGER events_keep_text BEFORE UPDATE ON events WHEN new.seq <> old.seq OR new.at <> old.at OR new.actor <> old.actor OR new.case_id <> old.case_id OR new.action <> old.action OR new.from_state <> old.from_state OR new.to_state <> old.to_state OR new.prev <> old.prev OR new.hash <> old.hash OR old.action = 'forget' OR NOT EXISTS (SELECT 1 FROM events AS later WHERE later.case_id = old.case_id AND later.seq > old.seq AND later.action = 'forget') BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

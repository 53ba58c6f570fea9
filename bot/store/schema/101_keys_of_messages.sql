-- Most messages owed have no key, and what has none need not stand in the index over the keys.
CREATE TABLE outbox_anew (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,
  channel TEXT NOT NULL,
  case_id TEXT NOT NULL,
  body TEXT NOT NULL,
  key TEXT,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  uncertain INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  sender TEXT NOT NULL DEFAULT '',
  lease_until INTEGER NOT NULL DEFAULT 0,
  owed_at INTEGER NOT NULL,
  sent_at INTEGER,
  ts TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT '',
  later INTEGER NOT NULL DEFAULT 0,
  discreet INTEGER NOT NULL DEFAULT 0,
  look_at INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO outbox_anew (id, what, channel, case_id, body, key, state, attempts, uncertain, not_before, sender, lease_until, owed_at, sent_at, ts, error, later, discreet, look_at)
  SELECT id, what, channel, case_id, body, key, state, attempts, uncertain, not_before, sender, lease_until, owed_at, sent_at, ts, error, later, discreet, look_at FROM outbox ORDER BY id;
-- No number is given twice, that of a message which is gone neither: the chat knows them.
DELETE FROM sqlite_sequence WHERE name = 'outbox_anew';
INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox_anew', seq FROM sqlite_sequence WHERE name = 'outbox';
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;
CREATE UNIQUE INDEX outbox_keys ON outbox (key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX outbox_one_card ON outbox (case_id, channel) WHERE what = 'card' AND state = 'waiting';
CREATE INDEX outbox_open ON outbox (id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_order ON outbox (channel, case_id, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_whispers ON outbox (id) WHERE what = 'ephemeral' AND state IN ('waiting', 'sending');
CREATE INDEX outbox_parked ON outbox (id) WHERE state = 'parked';
CREATE INDEX outbox_done ON outbox (owed_at) WHERE state IN ('sent', 'dropped');
CREATE INDEX outbox_later ON outbox (case_id, channel, id) WHERE later = 1;
CREATE INDEX outbox_discreet ON outbox (case_id) WHERE discreet = 1;
CREATE INDEX outbox_put_off ON outbox (not_before) WHERE state = 'waiting' AND not_before > 0;
CREATE INDEX outbox_leased ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_to_look_for ON outbox (look_at) WHERE look_at > 0;
CREATE INDEX outbox_to_empty ON outbox (owed_at) WHERE key IS NOT NULL AND body <> '{}' AND state IN ('sent', 'dropped');
CREATE TRIGGER outbox_leaves_nothing AFTER UPDATE OF state ON outbox WHEN new.discreet = 1 AND new.state IN ('sent', 'dropped') BEGIN DELETE FROM outbox WHERE id = new.id; END;

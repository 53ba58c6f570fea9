-- Rallies: who takes part, the lines that are given out, and messages that leave nothing behind.
-- A person stands in ``rally_people`` while they may be reminded, or because they take part; nothing is written down of who
-- declined. Whoever did not take part is taken out when the rally closes, and ``named`` with them; ``cleared`` says that
-- their messages' places are forgotten too.

CREATE TABLE rallies (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  version INTEGER NOT NULL DEFAULT 1,
  title TEXT NOT NULL,
  why TEXT NOT NULL,
  post TEXT NOT NULL,
  url TEXT NOT NULL,
  campaign_id TEXT REFERENCES campaigns (id),
  draft_id TEXT REFERENCES drafts (id),
  until TEXT NOT NULL,
  whom TEXT NOT NULL,
  named TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT NOT NULL DEFAULT '',
  held INTEGER NOT NULL DEFAULT 0,
  ran_out INTEGER NOT NULL DEFAULT 0,
  cleared INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX rallies_open ON rallies (until) WHERE state = 'open';
CREATE INDEX rallies_to_clear ON rallies (closed_at) WHERE state = 'closed' AND cleared = 0;
CREATE INDEX rallies_by_age ON rallies (opened_at);
CREATE INDEX rallies_by_end ON rallies (closed_at) WHERE closed_at <> '';

CREATE TABLE rally_people (
  rally_id TEXT NOT NULL REFERENCES rallies (id),
  person TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'later', 'joined', 'reposted')),
  reminded INTEGER NOT NULL DEFAULT 0,
  remind_at TEXT NOT NULL DEFAULT '',
  joined_at TEXT NOT NULL DEFAULT '',
  post TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '',
  verbatim INTEGER NOT NULL DEFAULT 0,
  replies INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (rally_id, person)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX rally_reposts ON rally_people (rally_id, post) WHERE post <> '';
CREATE INDEX rally_reminders ON rally_people (remind_at) WHERE remind_at <> '';
CREATE INDEX rally_waiting ON rally_people (person) WHERE state IN ('asked', 'later');

CREATE TABLE rally_lines (
  rally_id TEXT NOT NULL REFERENCES rallies (id),
  number INTEGER NOT NULL,
  voice TEXT NOT NULL,
  text TEXT NOT NULL,
  text_key TEXT NOT NULL,
  taken_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (rally_id, number)
) STRICT, WITHOUT ROWID;
-- No two people have the same line, nobody has two, and the same words do not stand in two lines.
CREATE UNIQUE INDEX rally_line_of ON rally_lines (rally_id, taken_by) WHERE taken_by <> '';
CREATE UNIQUE INDEX rally_line_words ON rally_lines (rally_id, text_key);

-- When a card was last drawn (epoch milliseconds), for those that are drawn at most once in a while.
ALTER TABLE posted ADD COLUMN drawn_at INTEGER NOT NULL DEFAULT 0;

-- A discreet message leaves no row behind, whichever way it is done with.
ALTER TABLE outbox ADD COLUMN discreet INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_discreet ON outbox (case_id) WHERE discreet = 1;
CREATE TRIGGER outbox_leaves_nothing AFTER UPDATE OF state ON outbox WHEN new.discreet = 1 AND new.state IN ('sent', 'dropped') BEGIN DELETE FROM outbox WHERE id = new.id; END;

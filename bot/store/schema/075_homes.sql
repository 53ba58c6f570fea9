-- Which App Homes are kept up to date, and how far in the record that was looked to.
-- drawn is the mark of what was last shown (bot/store/homes.py), the pages those that the person turned to; times are epoch
-- milliseconds. Results that are owed are found by who owes them.
CREATE TABLE homes (
  person TEXT PRIMARY KEY,
  opened_at INTEGER NOT NULL,
  drawn_at INTEGER NOT NULL DEFAULT 0,
  drawn TEXT NOT NULL DEFAULT '',
  waiting_page INTEGER NOT NULL DEFAULT 1,
  awaited_page INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX homes_opened ON homes (opened_at);
CREATE TABLE homes_seen (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO homes_seen (only_one, seq) VALUES (1, 0);
CREATE INDEX campaigns_owed ON campaigns (contact, last_day) WHERE state = 'ended';

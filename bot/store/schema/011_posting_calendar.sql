-- The slots in which posts go out, and what holds promotions.
-- counts says whether a slot takes its time and its place in the day: dropped ones, and those whose time passed with nothing
-- approved in them, do not. look_at is when the clock must look at it next. A posting hold stops promotions from since to
-- until (empty: until it is lifted).
CREATE TABLE slots (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'filled', 'published', 'missed', 'dropped')),
  counts INTEGER NOT NULL DEFAULT 1,
  version INTEGER NOT NULL DEFAULT 1,
  promotes INTEGER NOT NULL,
  campaign_id TEXT REFERENCES campaigns (id),
  ask TEXT NOT NULL DEFAULT '',
  draft_id TEXT REFERENCES drafts (id),
  made_by TEXT NOT NULL,
  look_at TEXT NOT NULL DEFAULT '',
  handed_at TEXT NOT NULL DEFAULT '',
  tone TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX slots_by_time ON slots (at) WHERE counts = 1;
CREATE UNIQUE INDEX slots_of_draft ON slots (draft_id) WHERE draft_id IS NOT NULL AND counts = 1;
CREATE INDEX slots_of_campaign ON slots (campaign_id, at) WHERE campaign_id IS NOT NULL;
CREATE INDEX slots_to_look_at ON slots (look_at) WHERE look_at <> '';
CREATE TABLE posting_holds (
  id INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL DEFAULT '',
  held_by TEXT NOT NULL,
  lifted_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX posting_holds_standing ON posting_holds (since) WHERE lifted_at = '';

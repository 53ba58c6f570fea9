-- Whose time a complaint's is, hand-overs, escalations, and who is away.
-- The stretch that runs stands on the complaint's row, those that ended each in a row of their own. A row without since is
-- older than this; it is taken over when it is next changed, or in the background.
ALTER TABLE complaints ADD COLUMN since TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN segments INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN clock TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN escalated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN escalations INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN escalate_at TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN first_holder TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN first_department TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN handed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN handed_from TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN handed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN severity_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN category_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN proposals TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX complaints_to_escalate ON complaints (escalate_at) WHERE escalate_at <> '';
CREATE INDEX complaints_to_take_over ON complaints (id) WHERE since = '';
CREATE INDEX complaints_handed_over ON complaints (department, handed_at) WHERE state = 'handed_over';
DROP INDEX complaints_held;
CREATE INDEX complaints_held ON complaints (holder, next_due)
  WHERE holder <> '' AND state IN ('new', 'reopened', 'claimed', 'handed_over', 'replied', 'waiting_customer');
CREATE TABLE complaint_segments (
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  number INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT NOT NULL,
  state TEXT NOT NULL,
  severity TEXT NOT NULL,
  department TEXT NOT NULL,
  person TEXT NOT NULL,
  due TEXT NOT NULL,
  elapsed INTEGER NOT NULL,
  service INTEGER NOT NULL,
  over INTEGER NOT NULL,
  PRIMARY KEY (complaint_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX segments_by_end ON complaint_segments (ended_at, department);
CREATE TABLE away (
  person TEXT PRIMARY KEY,
  from_at TEXT NOT NULL,
  until_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  warned_at TEXT NOT NULL DEFAULT '',
  given_back_at TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
-- One row: when the bot was last seen at work, and the settings that the due times were last reckoned by.
CREATE TABLE heartbeat (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1), at TEXT NOT NULL, policies TEXT NOT NULL DEFAULT ''
) STRICT;

-- What a notice is besides its first words: the clock's next look, its results, what is being filled in, what it brings
-- to customer service, and who reads the calendar from outside.
ALTER TABLE campaigns ADD COLUMN next_due TEXT NOT NULL DEFAULT '';
ALTER TABLE campaigns ADD COLUMN escalated_at TEXT NOT NULL DEFAULT '';
ALTER TABLE campaigns ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN results TEXT NOT NULL DEFAULT '';
UPDATE campaigns SET next_due = accept_due WHERE state = 'submitted';
UPDATE campaigns SET next_due = changed_at WHERE state = 'ended';
CREATE INDEX campaigns_by_due ON campaigns (next_due) WHERE next_due <> '';
CREATE TABLE notice_forms (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  made TEXT NOT NULL,
  typed TEXT NOT NULL,
  acted_at TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_forms_unfinished ON notice_forms (person, case_id, saved_at) WHERE made = '';
CREATE INDEX notice_forms_by_age ON notice_forms (saved_at);
CREATE TABLE campaign_answers (
  campaign_id TEXT NOT NULL REFERENCES campaigns (id),
  number INTEGER NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (campaign_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_answers_offered ON campaign_answers (until);
CREATE TABLE calendar_addresses (person TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL)
  STRICT, WITHOUT ROWID;

"""The database's shape, one migration after another. A migration that has landed is never edited."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

MIGRATIONS: Final = Migrations("guanwei")

_FIRST: Final = """
CREATE TABLE counters (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;

-- The record. Append-only; hash is over the row and the hash before it (bot/store/events.py).
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  case_id TEXT NOT NULL,
  action TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  data TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_case ON events (case_id, seq);
CREATE TRIGGER events_keep_rows BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_keep_text BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- Requests already answered, so that one that comes twice is answered the same and does nothing.
CREATE TABLE inbound (key TEXT PRIMARY KEY, answer TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX inbound_by_age ON inbound (at);

-- Messages owed to the chat. Times are epoch milliseconds, because the sender compares them all day.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,
  channel TEXT NOT NULL,
  case_id TEXT NOT NULL,
  body TEXT NOT NULL,
  key TEXT UNIQUE,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  uncertain INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  sender TEXT NOT NULL DEFAULT '',
  lease_until INTEGER NOT NULL DEFAULT 0,
  owed_at INTEGER NOT NULL,
  sent_at INTEGER,
  ts TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT ''
) STRICT;
-- A card waiting to be drawn is drawn once, as the case is then.
CREATE UNIQUE INDEX outbox_one_card ON outbox (case_id, channel) WHERE what = 'card' AND state = 'waiting';
-- The queue, and the question whether something older is open for the same case in the same channel.
CREATE INDEX outbox_open ON outbox (id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_order ON outbox (channel, case_id, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_whispers ON outbox (id) WHERE what = 'ephemeral' AND state IN ('waiting', 'sending');
CREATE INDEX outbox_parked ON outbox (id) WHERE state = 'parked';
CREATE INDEX outbox_done ON outbox (owed_at) WHERE state IN ('sent', 'dropped') AND key IS NULL;

-- One row: what tells this database's messages in the chat from another's.
CREATE TABLE instance (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), name TEXT NOT NULL) STRICT;

-- Where a case's card stands in the chat.
CREATE TABLE posted (case_id TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL, PRIMARY KEY (case_id, channel))
  STRICT, WITHOUT ROWID;

-- What the chat told of people, groups and channels; looked up again from time to time.
CREATE TABLE people (
  id TEXT PRIMARY KEY, handle TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, locale TEXT NOT NULL,
  direct TEXT NOT NULL DEFAULT '', seen_at TEXT NOT NULL
) STRICT;
CREATE TABLE people_groups (id TEXT PRIMARY KEY, handle TEXT NOT NULL, members TEXT NOT NULL) STRICT;
CREATE TABLE channels (id TEXT PRIMARY KEY, name TEXT NOT NULL, member INTEGER NOT NULL) STRICT;

CREATE TABLE campaigns (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  title TEXT NOT NULL,
  department TEXT NOT NULL,
  contact TEXT NOT NULL,
  promotion_from TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  details TEXT NOT NULL,
  lead_days INTEGER NOT NULL,
  light TEXT NOT NULL,
  guessed_years TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '',
  submitted_at TEXT NOT NULL,
  accept_due TEXT NOT NULL DEFAULT '',
  accepted_at TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX campaigns_by_state ON campaigns (state, promotion_from);
CREATE INDEX campaigns_by_contact ON campaigns (contact, changed_at);
CREATE INDEX campaigns_by_owner ON campaigns (owner, changed_at) WHERE owner <> '';
CREATE INDEX campaigns_by_age ON campaigns (created_at);

CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  department TEXT NOT NULL,
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  campaign_id TEXT REFERENCES campaigns (id),
  revision INTEGER NOT NULL,
  wanted_at TEXT NOT NULL DEFAULT '',
  needs_legal INTEGER NOT NULL DEFAULT 0,
  reviewed_by TEXT NOT NULL DEFAULT '',
  reviewed_at TEXT NOT NULL DEFAULT '',
  reviewed_fingerprint TEXT NOT NULL DEFAULT '',
  legal_by TEXT NOT NULL DEFAULT '',
  legal_at TEXT NOT NULL DEFAULT '',
  legal_fingerprint TEXT NOT NULL DEFAULT '',
  override_by TEXT NOT NULL DEFAULT '',
  override_reason TEXT NOT NULL DEFAULT '',
  override_revision INTEGER NOT NULL DEFAULT 0,
  override_blocks TEXT NOT NULL DEFAULT '[]',
  returned_by TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '',
  published_at TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX drafts_by_state ON drafts (state, created_at);
CREATE INDEX drafts_by_author ON drafts (author, changed_at);
CREATE INDEX drafts_by_wanted ON drafts (wanted_at) WHERE wanted_at <> '';
CREATE INDEX drafts_by_published ON drafts (published_at) WHERE published_at <> '';
CREATE TABLE revisions (
  draft_id TEXT NOT NULL REFERENCES drafts (id),
  revision INTEGER NOT NULL,
  text TEXT NOT NULL,
  link TEXT NOT NULL DEFAULT '',
  pictures INTEGER NOT NULL DEFAULT 0,
  picture_notes TEXT NOT NULL DEFAULT '',
  wanted_at TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (draft_id, revision)
) STRICT, WITHOUT ROWID;
-- The company's own words for the copy check; how each came and went is in the record.
CREATE TABLE terms (
  key TEXT PRIMARY KEY,
  term TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('allow', 'deny')),
  reason TEXT NOT NULL,
  set_by TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE complaints (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  severity TEXT NOT NULL,
  category TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL,
  customer TEXT NOT NULL,
  customer_key TEXT NOT NULL,
  link TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL,
  order_number TEXT NOT NULL DEFAULT '',
  followers INTEGER,
  comments INTEGER NOT NULL DEFAULT 1,
  reporter TEXT NOT NULL,
  department TEXT NOT NULL DEFAULT '',
  holder TEXT NOT NULL DEFAULT '',
  claimed_at TEXT NOT NULL DEFAULT '',
  claim_due TEXT NOT NULL DEFAULT '',
  reply_due TEXT NOT NULL DEFAULT '',
  resolve_due TEXT NOT NULL DEFAULT '',
  next_due TEXT NOT NULL DEFAULT '',
  paused_at TEXT NOT NULL DEFAULT '',
  replied_at TEXT NOT NULL DEFAULT '',
  reply TEXT NOT NULL DEFAULT '',
  resolved_at TEXT NOT NULL DEFAULT '',
  resolved_by TEXT NOT NULL DEFAULT '',
  resolution TEXT NOT NULL DEFAULT '',
  reopened INTEGER NOT NULL DEFAULT 0,
  source_key TEXT UNIQUE,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX complaints_by_state ON complaints (state, created_at);
CREATE INDEX complaints_by_due ON complaints (next_due) WHERE next_due <> '';
CREATE INDEX complaints_by_holder ON complaints (holder, changed_at) WHERE holder <> '';
CREATE INDEX complaints_by_customer ON complaints (customer_key, created_at);
CREATE TABLE complaint_comments (
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  number INTEGER NOT NULL,
  words TEXT NOT NULL,
  link TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL,
  reporter TEXT NOT NULL,
  at TEXT NOT NULL,
  source_key TEXT UNIQUE,
  PRIMARY KEY (complaint_id, number)
) STRICT, WITHOUT ROWID;
"""


@MIGRATIONS()
def first(db: Database) -> None:
    """The cases, the record, the requests answered, the messages owed."""
    for statement in _statements(_FIRST):
        db.execute(statement)


# What a person holds follows their open cases, not all they ever had; likewise the codes of campaigns. What was sent long
# ago is forgotten whether it had a key or not.
_BY_WHAT_IS_OPEN: Final = """
DROP INDEX complaints_by_holder;
CREATE INDEX complaints_held ON complaints (holder, next_due)
  WHERE holder <> '' AND state IN ('new', 'reopened', 'claimed', 'replied', 'waiting_customer');
CREATE INDEX campaigns_by_last_day ON campaigns (last_day);
DROP INDEX outbox_done;
CREATE INDEX outbox_done ON outbox (owed_at) WHERE state IN ('sent', 'dropped');
"""


@MIGRATIONS()
def by_what_is_open(db: Database) -> None:
    """Indexes over what is open, where the first ones grew with the years."""
    for statement in _statements(_BY_WHAT_IS_OPEN):
        db.execute(statement)


# Whose time a complaint's is: the stretch that runs stands on its row, those that ended each in a row of their own. A row
# without ``since`` is older than this; it is taken over when it is next changed, or in the background.
_WHOSE_TIME: Final = """
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
"""


@MIGRATIONS()
def whose_time(db: Database) -> None:
    """Whose time a complaint's is, hand-overs, escalations, and who is away."""
    for statement in _statements(_WHOSE_TIME):
        db.execute(statement)


# The posting calendar. ``counts`` says whether a slot takes its time and its place in the day: dropped ones, and those whose
# time passed with nothing approved in them, do not. ``look_at`` is when the clock must look at it next. A posting hold
# stops promotions from ``since`` to ``until`` (empty: until it is lifted).
_POSTING_CALENDAR: Final = """
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
"""


@MIGRATIONS()
def posting_calendar(db: Database) -> None:
    """The slots in which posts go out, and what holds promotions."""
    for statement in _statements(_POSTING_CALENDAR):
        db.execute(statement)


# What a notice is besides its first words: the clock's next look, its results, what is being filled in, what it brings
# to customer service, and who reads the calendar from outside.
_CAMPAIGN_LIFE: Final = """
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
"""


@MIGRATIONS()
def campaign_life(db: Database) -> None:
    """The clock, the results, the forms, the answers and the calendar addresses of campaigns."""
    for statement in _statements(_CAMPAIGN_LIFE):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    # executescript() would commit the transaction the migration runs in. Statements end at a line's end, and only a
    # trigger has a semicolon inside, on its one line.
    return [part for part in script.split(";\n") if part.strip()]

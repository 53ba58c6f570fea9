-- The cases, the record, the requests answered, the messages owed.

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

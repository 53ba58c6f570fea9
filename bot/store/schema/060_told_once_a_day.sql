-- What a person chose for themselves, and who has had which digest of which day.
-- ``digest_at`` is the time of day (company zone) of a person's own digest, empty where they want none; ``muted`` names what
-- they do not want to be told; until the day ``snoozed_until`` nothing more is sent them.
CREATE TABLE preferences (
  person TEXT PRIMARY KEY,
  language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'zh', 'zh-Hant', 'en')),
  digest_at TEXT NOT NULL DEFAULT '',
  muted TEXT NOT NULL DEFAULT '[]',
  snoozed_until TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX preferences_digest ON preferences (digest_at) WHERE digest_at <> '';

-- One row for each recipient who is done for the day: the message is owed, or there was a reason to send none.
CREATE TABLE digests_settled (
  day TEXT NOT NULL,
  digest TEXT NOT NULL,
  recipient TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('owed', 'quiet', 'away', 'unwanted')),
  at TEXT NOT NULL,
  PRIMARY KEY (day, digest, recipient)
) STRICT, WITHOUT ROWID;
-- What an older version sent is not sent again.
INSERT INTO digests_settled (day, digest, recipient, how, at)
SELECT substr(key, 13), 'desk', channel, CASE state WHEN 'dropped' THEN 'quiet' ELSE 'owed' END, ''
FROM outbox WHERE key LIKE 'digest:desk:%';

-- Each night's backup: begun once, and how it ended.
CREATE TABLE backups (
  night TEXT PRIMARY KEY,
  begun_at TEXT NOT NULL,
  done_at TEXT NOT NULL DEFAULT '',
  file TEXT NOT NULL DEFAULT '',
  size INTEGER NOT NULL DEFAULT 0,
  failure TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

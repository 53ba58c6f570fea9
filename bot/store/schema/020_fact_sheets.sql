-- What was found out about a complaint, and what the customer accepted. How each field came to be what it is stands in the
-- record.
CREATE TABLE complaint_facts (
  complaint_id TEXT PRIMARY KEY REFERENCES complaints (id),
  customer_says TEXT NOT NULL DEFAULT '',
  our_record TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL DEFAULT '',
  verdict TEXT NOT NULL DEFAULT '',
  remedy TEXT NOT NULL DEFAULT '',
  filled_by TEXT NOT NULL DEFAULT '',
  filled_at TEXT NOT NULL DEFAULT '',
  accepted_at TEXT NOT NULL DEFAULT '',
  accepted_words TEXT NOT NULL DEFAULT '',
  accepted_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- What a tool tells beside the words, and the words set apart by character, to find what is alike.
-- apart is the words as bot/text/likeness.py sets them apart; for rows from before, nearly so: the index drops the signs, and
-- how alike two texts are is reckoned from the words themselves. Two indexes over it, one of what is open and one of what is
-- resolved, follow the state by triggers: what is alike is looked for among today's cases, whatever the years have gathered.
-- Messages put off on purpose (later) hold up nobody behind them.
ALTER TABLE complaints ADD COLUMN via TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN written_at TEXT NOT NULL DEFAULT '';
ALTER TABLE complaints ADD COLUMN apart TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint_comments ADD COLUMN written_at TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint_comments ADD COLUMN customer TEXT NOT NULL DEFAULT '';
CREATE INDEX complaints_merged ON complaints (merged_into) WHERE merged_into <> '';
ALTER TABLE outbox ADD COLUMN later INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_later ON outbox (case_id, channel, id) WHERE later = 1;
UPDATE complaints SET apart = (
  WITH RECURSIVE place (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < min(length(words), 600))
  SELECT group_concat(substr(lower(words), at, 1), ' ') FROM place);
CREATE VIRTUAL TABLE complaints_open_words USING fts5 (apart, content='', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE complaints_resolved_words USING fts5 (apart, content='', tokenize='unicode61 remove_diacritics 0');
INSERT INTO complaints_open_words (rowid, apart)
  SELECT CAST(substr(id, 3) AS INTEGER), apart FROM complaints WHERE state NOT IN ('resolved', 'closed', 'merged');
INSERT INTO complaints_resolved_words (rowid, apart)
  SELECT CAST(substr(id, 3) AS INTEGER), apart FROM complaints WHERE state IN ('resolved', 'closed');
CREATE TRIGGER complaints_words_in AFTER INSERT ON complaints BEGIN INSERT INTO complaints_open_words (rowid, apart) SELECT CAST(substr(new.id, 3) AS INTEGER), new.apart WHERE new.state NOT IN ('resolved', 'closed', 'merged'); INSERT INTO complaints_resolved_words (rowid, apart) SELECT CAST(substr(new.id, 3) AS INTEGER), new.apart WHERE new.state IN ('resolved', 'closed'); END;
CREATE TRIGGER complaints_words_moved AFTER UPDATE OF state, apart ON complaints WHEN new.apart <> old.apart OR (new.state IN ('resolved', 'closed')) <> (old.state IN ('resolved', 'closed')) OR (new.state = 'merged') <> (old.state = 'merged') BEGIN INSERT INTO complaints_open_words (complaints_open_words, rowid, apart) SELECT 'delete', CAST(substr(old.id, 3) AS INTEGER), old.apart WHERE old.state NOT IN ('resolved', 'closed', 'merged'); INSERT INTO complaints_resolved_words (complaints_resolved_words, rowid, apart) SELECT 'delete', CAST(substr(old.id, 3) AS INTEGER), old.apart WHERE old.state IN ('resolved', 'closed'); INSERT INTO complaints_open_words (rowid, apart) SELECT CAST(substr(new.id, 3) AS INTEGER), new.apart WHERE new.state NOT IN ('resolved', 'closed', 'merged'); INSERT INTO complaints_resolved_words (rowid, apart) SELECT CAST(substr(new.id, 3) AS INTEGER), new.apart WHERE new.state IN ('resolved', 'closed'); END;

-- The words of notices, drafts (their latest revision) and rallies, set apart by character, so that a search finds them;
-- those of complaints have indexes of their own. For rows from before they are nearly so, as in 025.
CREATE TABLE case_words (number INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, apart TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE case_words_found USING fts5 (apart, content='case_words', content_rowid='number', tokenize='unicode61 remove_diacritics 0');
CREATE TRIGGER case_words_in AFTER INSERT ON case_words BEGIN INSERT INTO case_words_found (rowid, apart) VALUES (new.number, new.apart); END;
CREATE TRIGGER case_words_changed AFTER UPDATE OF apart ON case_words WHEN new.apart <> old.apart BEGIN INSERT INTO case_words_found (case_words_found, rowid, apart) VALUES ('delete', old.number, old.apart); INSERT INTO case_words_found (rowid, apart) VALUES (new.number, new.apart); END;
INSERT INTO case_words (case_id, apart)
  SELECT id, (WITH RECURSIVE place (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < min(length(said), 600))
    SELECT coalesce(group_concat(substr(lower(said), at, 1), ' '), '') FROM place)
  FROM (SELECT id, title || ' ' || coalesce(json_extract(details, '$.what'), '') AS said, created_at AS at FROM campaigns
    UNION ALL SELECT d.id, r.text, d.created_at FROM drafts AS d JOIN revisions AS r ON r.draft_id = d.id AND r.revision = d.revision
    UNION ALL SELECT id, title || ' ' || why, opened_at FROM rallies) ORDER BY at;

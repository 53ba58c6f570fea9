-- What else a draft has: why it needs whom, what its department says to the editor's version, what holds it, and what became
-- of it on Weibo. post is the post's number there.
ALTER TABLE drafts ADD COLUMN risks TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN stance TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN held_from TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN held_by TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN held_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN post TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN posted_text TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN figures TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX drafts_by_post ON drafts (post) WHERE post <> '';
CREATE TABLE figures (
  draft_id TEXT NOT NULL REFERENCES drafts (id),
  at TEXT NOT NULL,
  reads INTEGER NOT NULL,
  reposts INTEGER NOT NULL,
  comments INTEGER NOT NULL,
  likes INTEGER NOT NULL,
  told_by TEXT NOT NULL,
  PRIMARY KEY (draft_id, at)
) STRICT, WITHOUT ROWID;

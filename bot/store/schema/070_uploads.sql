-- Pictures that were uploaded to the chat, by what is drawn on them: each once, then shown by its id wherever it belongs.
CREATE TABLE uploads (key TEXT PRIMARY KEY, file TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_age ON uploads (at);

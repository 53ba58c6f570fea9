-- A change writes fewer pages: what costs a commit most is how many it touches.
-- What is due is found by the list's own index. Answers are put down one behind the other, and the old ones are the first.
DROP INDEX complaints_by_due;
CREATE TABLE inbound_in_order (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, answer TEXT NOT NULL, at TEXT NOT NULL) STRICT;
INSERT INTO inbound_in_order (key, answer, at) SELECT key, answer, at FROM inbound ORDER BY at;
DROP TABLE inbound;
ALTER TABLE inbound_in_order RENAME TO inbound;

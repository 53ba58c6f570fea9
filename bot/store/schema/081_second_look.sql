-- When a message that was sent anew, because a search had not found it, is looked for once more: the chat may have taken the first
-- one after all, later than the search. Epoch milliseconds; 0: never.
ALTER TABLE outbox ADD COLUMN look_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_to_look_for ON outbox (look_at) WHERE look_at > 0;

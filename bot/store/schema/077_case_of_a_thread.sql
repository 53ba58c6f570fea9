-- The case whose thread somebody speaks in is found by where its card stands.
CREATE INDEX posted_at ON posted (ts);

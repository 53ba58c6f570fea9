-- A resolved complaint that does not come back is closed: what is to be closed, by when it was resolved.
CREATE INDEX complaints_to_close ON complaints (resolved_at) WHERE state = 'resolved';

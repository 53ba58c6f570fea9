-- Indexes over what is open, where the first ones grew with the years.
-- What a person holds follows their open cases, not all they ever had; likewise the codes of campaigns. What was sent long
-- ago is forgotten whether it had a key or not.

DROP INDEX complaints_by_holder;
CREATE INDEX complaints_held ON complaints (holder, next_due)
  WHERE holder <> '' AND state IN ('new', 'reopened', 'claimed', 'replied', 'waiting_customer');
CREATE INDEX campaigns_by_last_day ON campaigns (last_day);
DROP INDEX outbox_done;
CREATE INDEX outbox_done ON outbox (owed_at) WHERE state IN ('sent', 'dropped');

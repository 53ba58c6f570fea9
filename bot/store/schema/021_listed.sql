-- A page of a list is read in the order of the clocks: what is open, those that stand still last; or by age.
CREATE INDEX complaints_listed ON complaints (
  (CASE WHEN next_due = '' THEN '~' ELSE next_due END), length(id), id
) WHERE state NOT IN ('resolved', 'closed', 'merged');
CREATE INDEX complaints_by_age ON complaints (created_at, length(id), id);

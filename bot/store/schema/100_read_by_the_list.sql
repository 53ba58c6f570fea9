-- A step of a complaint changes fewer pages: what is open is found by the list alone.
-- The list of what is open holds what is asked of it, so that the unclaimed, those that wait and those to escalate are told apart
-- without reading their rows. What is to be escalated is overdue, and so among the first of it.
DROP INDEX complaints_by_state;
DROP INDEX complaints_to_escalate;
DROP INDEX complaints_listed;
CREATE INDEX complaints_listed ON complaints (
  (CASE WHEN next_due = '' THEN '~' ELSE next_due END), length(id), id, state, escalate_at, created_at
) WHERE state NOT IN ('resolved', 'closed', 'merged');

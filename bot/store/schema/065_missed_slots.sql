-- A day's slots that passed without a post, whether they still count or not.
CREATE INDEX slots_missed ON slots (at) WHERE state = 'missed';

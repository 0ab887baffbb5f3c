-- Raised by whatever changes what a member may do or use: what was remembered of that is then void. Not raised when something
-- new is only added to it that nobody can have remembered otherwise, as a session.
ALTER TABLE users ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;

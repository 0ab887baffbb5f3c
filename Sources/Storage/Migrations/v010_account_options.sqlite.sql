-- How an upstream wants to be asked: options that somebody chose, and lessons that were learned from its refusals. JSON; NULL for none.
ALTER TABLE accounts ADD COLUMN options TEXT;
ALTER TABLE accounts ADD COLUMN lessons TEXT;
-- Events of its answers that could not be read, in all, and when the last ones came.
ALTER TABLE accounts ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN skipped_at INTEGER;

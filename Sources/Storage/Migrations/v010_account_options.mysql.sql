-- What the columns are for stands in the SQLite file.

ALTER TABLE accounts ADD COLUMN options LONGTEXT NULL;
ALTER TABLE accounts ADD COLUMN lessons LONGTEXT NULL;
ALTER TABLE accounts ADD COLUMN skipped BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN skipped_at BIGINT NULL;

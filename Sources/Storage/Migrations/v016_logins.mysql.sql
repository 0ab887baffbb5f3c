-- What the columns are for stands in the SQLite file.

ALTER TABLE accounts ADD COLUMN usage_windows LONGTEXT NULL;
ALTER TABLE accounts ADD COLUMN renewing_until BIGINT NULL;

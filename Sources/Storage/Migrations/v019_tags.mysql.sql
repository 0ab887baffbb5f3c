-- What it is for stands in the SQLite file.

ALTER TABLE accounts ADD COLUMN tag VARCHAR(64) NOT NULL DEFAULT '';

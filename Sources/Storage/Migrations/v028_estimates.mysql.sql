-- What it is for stands in the SQLite file.

ALTER TABLE charges ADD COLUMN is_estimate TINYINT NOT NULL DEFAULT 0;

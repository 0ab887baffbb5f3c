-- What it is for stands in the SQLite file.

ALTER TABLE bindings ADD COLUMN place INT NULL;

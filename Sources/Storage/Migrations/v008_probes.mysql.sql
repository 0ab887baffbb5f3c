-- What the column is for stands in the SQLite file.

ALTER TABLE processes ADD COLUMN probe BLOB NULL;

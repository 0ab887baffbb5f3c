-- What the column is for stands in the SQLite file.
ALTER TABLE files ADD COLUMN made TINYINT NOT NULL DEFAULT 0;

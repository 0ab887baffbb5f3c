-- What the column is for stands in the SQLite file.

ALTER TABLE users ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;

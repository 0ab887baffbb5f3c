-- What the columns are for stands in the SQLite file.

ALTER TABLE sessions ADD COLUMN last_seen_at BIGINT NULL, ADD COLUMN confirmed_at BIGINT NULL,
    ADD KEY sessions_by_use (last_seen_at);
UPDATE sessions SET last_seen_at = UNIX_TIMESTAMP() * 1000;

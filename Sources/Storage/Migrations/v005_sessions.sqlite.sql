-- When a session was last used (null, as a process of the former version leaves it: when it was made), and when its
-- browser last proved itself with a password. Sessions of before count as used now.

ALTER TABLE sessions ADD COLUMN last_seen_at INTEGER;
ALTER TABLE sessions ADD COLUMN confirmed_at INTEGER;
UPDATE sessions SET last_seen_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;
CREATE INDEX sessions_by_use ON sessions (last_seen_at);

-- Which process runs a turn, and which processes live: several of them may share one database. `steady_since` is
-- the beginning of beats that never stayed away for long.

CREATE TABLE processes (
    id TEXT NOT NULL PRIMARY KEY,
    beat_at INTEGER NOT NULL,
    steady_since INTEGER NOT NULL
);

ALTER TABLE turns ADD COLUMN process_id TEXT;

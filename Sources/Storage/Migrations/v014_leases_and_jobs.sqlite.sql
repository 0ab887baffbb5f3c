-- Which process does what one process does for all, and until when. Moments are those of the database's clock.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at INTEGER NOT NULL
);
INSERT INTO locks (name) VALUES ('leases');

-- Work that people wait for. `process_id` runs it and writes the row; `is_cancelled` tells it to stop. `report` is JSON.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    is_cancelled INTEGER NOT NULL,
    failure TEXT,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    report TEXT NOT NULL,
    process_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
);
CREATE INDEX jobs_by_user ON jobs (user_id, ended_at);
CREATE INDEX jobs_by_end ON jobs (ended_at);
INSERT INTO locks (name) VALUES ('jobs');

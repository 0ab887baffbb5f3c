-- What secrets are sealed with; each is itself sealed with the key file. The one of the highest number seals, all open.
-- A number is never used twice.
CREATE TABLE data_keys (
    id INTEGER NOT NULL PRIMARY KEY,
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL
);
INSERT INTO locks (name) VALUES ('data_keys');

-- What holds for the whole database, by name. `key_check` is a known word, sealed with the key file that every process
-- must have.

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);

-- Whether a process counts quotas in its own memory, and may therefore have no other beside it.
ALTER TABLE processes ADD COLUMN is_alone INTEGER NOT NULL DEFAULT 0;
INSERT INTO locks (name) VALUES ('processes');

-- Hashes of tokens that were good for one use and have been used, until they would have ended anyway.
CREATE TABLE used_tokens (
    hash BLOB NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
);
CREATE INDEX used_tokens_by_end ON used_tokens (expires_at);

-- What members uploaded. The contents stand elsewhere, each sealed with the key that is sealed here. `id` names the row where
-- values are sealed; everybody else knows a file by its `public_id`. `state` is `announced`, `ready`, `deleted` (the contents are to
-- be removed) or `removed` (the row is kept for a day, as an upload may be under way that began before).
CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    state TEXT NOT NULL,
    kind TEXT,
    width INTEGER,
    height INTEGER,
    sealed_key BLOB,
    conversation_id TEXT,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX files_by_public_id ON files (user_id, public_id);
CREATE INDEX files_by_conversation ON files (user_id, conversation_id);
CREATE INDEX files_by_state ON files (state, created_at);

-- The `public_id`s of what was sent with a message, as a JSON list; NULL for none.
ALTER TABLE messages ADD COLUMN files TEXT;

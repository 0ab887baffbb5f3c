-- What members exported, for a day. The contents are among the files, sealed with `sealed_key`; NULL as long as they are being written.
CREATE TABLE exports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sealed_key BLOB,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX exports_by_public_id ON exports (public_id);
CREATE INDEX exports_by_user ON exports (user_id);
CREATE INDEX exports_by_time ON exports (created_at);

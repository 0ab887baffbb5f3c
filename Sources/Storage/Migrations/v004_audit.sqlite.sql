-- What was done, by whom: each row carries a hash over the row before it and itself (Storage/Audit/AuditChain.swift).
-- Nothing is updated or deleted here, and no foreign keys: the rows outlive what they tell of.

CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    user_id INTEGER,
    username TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT,
    object_id INTEGER,
    object_name TEXT,
    before_value TEXT NOT NULL,
    after_value TEXT NOT NULL,
    result TEXT NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX audit_by_user ON audit (user_id, id);
CREATE INDEX audit_by_object ON audit (object_kind, object_id, id);
CREATE INDEX audit_by_action ON audit (action, id);

-- The end of the chain, in one row: whoever adds to the chain changes it first, so that one at a time does.
CREATE TABLE audit_head (
    place INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL
);
INSERT INTO audit_head (place, id, hash)
VALUES (1, 0, x'0000000000000000000000000000000000000000000000000000000000000000');

-- What a member wants every model to know and how to be answered: the system prompt of their turns. No row: nothing was written.
CREATE TABLE instructions (
    user_id INTEGER NOT NULL PRIMARY KEY,
    is_enabled INTEGER NOT NULL,
    about_user TEXT NOT NULL,
    about_answers TEXT NOT NULL
);

-- What clients keep for their member: each value is JSON.
CREATE TABLE preferences (
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);

-- When a temporary conversation goes; NULL for one that stays. It stands in no list and no search, not even in that of the trash.
ALTER TABLE conversations ADD COLUMN expires_at INTEGER;
CREATE INDEX conversations_by_expiry ON conversations (expires_at);
DROP INDEX conversations_by_update;
DROP INDEX conversations_by_creation;
CREATE INDEX conversations_by_update
    ON conversations (user_id, trashed_at, expires_at, is_archived, project_id, updated_at, id);
CREATE INDEX conversations_by_creation
    ON conversations (user_id, trashed_at, expires_at, is_archived, project_id, created_at, id);

-- A member's list of conversations: pinned ones, projects, the trash. `trashed_at` is when a conversation was deleted; NULL for one that
-- is not in the trash. `title_origin` says whose word the title is (`TitleOrigin`): those that are there may be a person's.
ALTER TABLE conversations ADD COLUMN title_origin TEXT NOT NULL DEFAULT 'person';
ALTER TABLE conversations ADD COLUMN is_starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN project_id TEXT;
ALTER TABLE conversations ADD COLUMN trashed_at INTEGER;
UPDATE conversations SET title_origin = 'question' WHERE title = 'New chat';
DROP INDEX conversations_by_update;
DROP INDEX conversations_by_creation;
CREATE INDEX conversations_by_update ON conversations (user_id, trashed_at, is_archived, project_id, updated_at, id);
CREATE INDEX conversations_by_creation ON conversations (user_id, trashed_at, is_archived, project_id, created_at, id);
CREATE INDEX conversations_by_star ON conversations (user_id, is_starred, updated_at, id);
CREATE INDEX conversations_by_trash ON conversations (trashed_at);

-- Folders of conversations. A project's id means something only together with its owner.
CREATE TABLE projects (
    user_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded_name BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
);

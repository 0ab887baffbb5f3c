-- What the tables and columns are for stands in the SQLite file.
ALTER TABLE conversations ADD COLUMN title_origin VARCHAR(16) NOT NULL DEFAULT 'person';
ALTER TABLE conversations ADD COLUMN is_starred TINYINT NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN project_id VARCHAR(64) NULL;
ALTER TABLE conversations ADD COLUMN trashed_at BIGINT NULL;
UPDATE conversations SET title_origin = 'question' WHERE title = 'New chat';
DROP INDEX conversations_by_update ON conversations;
DROP INDEX conversations_by_creation ON conversations;
CREATE INDEX conversations_by_update ON conversations (user_id, trashed_at, is_archived, project_id, updated_at, id);
CREATE INDEX conversations_by_creation ON conversations (user_id, trashed_at, is_archived, project_id, created_at, id);
CREATE INDEX conversations_by_star ON conversations (user_id, is_starred, updated_at, id);
CREATE INDEX conversations_by_trash ON conversations (trashed_at);

CREATE TABLE projects (
    user_id BIGINT NOT NULL,
    id VARCHAR(64) NOT NULL,
    name VARCHAR(255) NOT NULL,
    folded_name BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- What the tables and the column are for stands in the SQLite file.
CREATE TABLE instructions (
    user_id BIGINT NOT NULL PRIMARY KEY,
    is_enabled TINYINT NOT NULL,
    about_user LONGTEXT NOT NULL,
    about_answers LONGTEXT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE preferences (
    user_id BIGINT NOT NULL,
    name VARCHAR(64) NOT NULL,
    value LONGTEXT NOT NULL,
    PRIMARY KEY (user_id, name)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE conversations ADD COLUMN expires_at BIGINT NULL;
CREATE INDEX conversations_by_expiry ON conversations (expires_at);
DROP INDEX conversations_by_update ON conversations;
DROP INDEX conversations_by_creation ON conversations;
CREATE INDEX conversations_by_update
    ON conversations (user_id, trashed_at, expires_at, is_archived, project_id, updated_at, id);
CREATE INDEX conversations_by_creation
    ON conversations (user_id, trashed_at, expires_at, is_archived, project_id, created_at, id);

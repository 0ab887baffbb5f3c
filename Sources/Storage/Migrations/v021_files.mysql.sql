-- What the table and its columns are for stands in the SQLite file.

CREATE TABLE files (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(64) NOT NULL,
    user_id BIGINT NOT NULL,
    name VARCHAR(255) NOT NULL,
    size BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    kind VARCHAR(16) NULL,
    width BIGINT NULL,
    height BIGINT NULL,
    sealed_key BLOB NULL,
    conversation_id VARCHAR(64) NULL,
    created_at BIGINT NOT NULL,
    UNIQUE KEY files_by_public_id (user_id, public_id),
    KEY files_by_conversation (user_id, conversation_id),
    KEY files_by_state (state, created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE messages ADD COLUMN files LONGTEXT NULL;

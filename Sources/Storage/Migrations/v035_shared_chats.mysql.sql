-- What the table and columns are for stands in the SQLite file.
CREATE TABLE shared_chats (
    id VARCHAR(64) NOT NULL,
    user_id BIGINT NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    node_id VARCHAR(64) NOT NULL,
    title TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NULL,
    is_public TINYINT NOT NULL,
    passcode_hash VARCHAR(255) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY shared_chats_by_conversation (user_id, conversation_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

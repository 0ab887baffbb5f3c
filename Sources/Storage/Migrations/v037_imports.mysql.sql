-- What the tables and columns are for stands in the SQLite file.
CREATE TABLE imported_chats (
    user_id BIGINT NOT NULL,
    foreign_id VARCHAR(64) NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    PRIMARY KEY (user_id, foreign_id),
    KEY imported_chats_by_conversation (user_id, conversation_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE imported_nodes (
    user_id BIGINT NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    foreign_id VARCHAR(64) NOT NULL,
    message_id VARCHAR(64) NOT NULL,
    PRIMARY KEY (user_id, conversation_id, foreign_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

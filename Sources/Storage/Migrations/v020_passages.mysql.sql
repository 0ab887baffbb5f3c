-- What they are for stands in the SQLite file.

CREATE TABLE passages (
    user_id BIGINT NOT NULL,
    moment BIGINT NOT NULL,
    message_id VARCHAR(64) NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    text LONGBLOB NOT NULL,
    PRIMARY KEY (user_id, moment, message_id),
    KEY passages_by_conversation (user_id, conversation_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE conversations ADD COLUMN folded_title BLOB NOT NULL DEFAULT '';

CREATE TABLE unfolded_conversations (
    user_id BIGINT NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO unfolded_conversations (user_id, conversation_id) SELECT user_id, id FROM conversations;

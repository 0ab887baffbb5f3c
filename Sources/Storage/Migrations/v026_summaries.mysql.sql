-- What the table and the column are for stands in the SQLite file.
CREATE TABLE summaries (
    user_id BIGINT NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    message_id VARCHAR(64) NOT NULL,
    text LONGTEXT NOT NULL,
    messages INT NOT NULL,
    model VARCHAR(255) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, conversation_id, message_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE messages ADD COLUMN summed_up INT NOT NULL DEFAULT 0;

-- What the tables and columns are for stands in the SQLite file.

CREATE TABLE charges (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    key_id BIGINT NULL,
    endpoint VARCHAR(32) NOT NULL,
    account_id BIGINT NOT NULL,
    model VARCHAR(255) NOT NULL,
    units BIGINT NOT NULL,
    status VARCHAR(32) NOT NULL,
    quota VARCHAR(16) NOT NULL,
    is_stream TINYINT NOT NULL,
    created_at BIGINT NOT NULL,
    first_output_at BIGINT NULL,
    ended_at BIGINT NULL,
    failure VARCHAR(64) NULL,
    stop_reason VARCHAR(32) NULL,
    attempts TEXT NULL,
    prompt_tokens BIGINT NULL,
    completion_tokens BIGINT NULL,
    cached_tokens BIGINT NULL,
    reasoning_tokens BIGINT NULL,
    request_id VARCHAR(64) NULL,
    process_id VARCHAR(64) NULL,
    running VARCHAR(64) NULL,
    conversation_id VARCHAR(64) NULL,
    sequence BIGINT NULL,
    question_id VARCHAR(64) NULL,
    answer_id VARCHAR(64) NULL,
    thoughts_id VARCHAR(64) NULL,
    UNIQUE KEY charges_running (user_id, running),
    KEY charges_in_order (user_id, conversation_id, sequence),
    KEY charges_by_status (status),
    KEY charges_by_creation (created_at, id),
    KEY charges_by_user (user_id, created_at, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO charges
    (id, user_id, endpoint, account_id, model, units, status, quota, is_stream, created_at, first_output_at, ended_at,
    failure, prompt_tokens, completion_tokens, cached_tokens, process_id, running, conversation_id, sequence,
    question_id, answer_id, thoughts_id)
SELECT id, user_id, 'chat', account_id, model, 1, status, quota, 1, created_at, first_output_at, ended_at,
    failure, prompt_tokens, completion_tokens, cached_tokens, process_id, running, conversation_id, sequence,
    question_id, answer_id, thoughts_id
FROM turns;
DROP TABLE turns;

CREATE TABLE api_keys (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    name VARCHAR(255) NOT NULL,
    hash VARBINARY(32) NULL,
    sealed BLOB NULL,
    is_enabled TINYINT NOT NULL,
    models TEXT NULL,
    addresses TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NULL,
    last_used_at BIGINT NULL,
    deleted_at BIGINT NULL,
    UNIQUE KEY api_keys_by_hash (hash),
    KEY api_keys_by_user (user_id, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE accounts ADD COLUMN health TEXT NULL;
ALTER TABLE accounts DROP COLUMN status_reason;

-- What the tables and their columns are for stands in the SQLite file.
CREATE TABLE stored_responses (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(64) NOT NULL,
    user_id BIGINT NOT NULL,
    model VARCHAR(255) NOT NULL,
    status VARCHAR(16) NOT NULL,
    is_background TINYINT NOT NULL,
    process_id VARCHAR(64) NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    sealed_key BLOB NULL,
    content LONGBLOB NOT NULL,
    UNIQUE KEY stored_responses_by_public_id (user_id, public_id),
    KEY stored_responses_by_age (user_id, created_at, id, size),
    KEY stored_responses_by_creation (created_at),
    KEY stored_responses_by_status (status, user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE response_item_names (
    user_id BIGINT NOT NULL,
    item_id VARCHAR(64) NOT NULL,
    response_id VARCHAR(64) NOT NULL,
    PRIMARY KEY (user_id, item_id, response_id),
    KEY response_item_names_by_response (user_id, response_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE response_conversations (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(64) NOT NULL,
    user_id BIGINT NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    sealed_key BLOB NULL,
    metadata BLOB NOT NULL,
    UNIQUE KEY response_conversations_by_public_id (user_id, public_id),
    KEY response_conversations_by_use (used_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE response_items (
    user_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    public_id VARCHAR(64) NOT NULL,
    content LONGBLOB NOT NULL,
    PRIMARY KEY (user_id, conversation_id, position),
    UNIQUE KEY response_items_by_public_id (user_id, conversation_id, public_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE response_takings (
    conversation_id BIGINT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    charge_id VARCHAR(64) NOT NULL,
    process_id VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    KEY response_takings_by_charge (charge_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- The first schema, for MariaDB 10.11 and MySQL 8. What the tables are for stands in the SQLite file.

CREATE TABLE packages (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    created_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE package_limits (
    package_id BIGINT NOT NULL,
    position INT NOT NULL,
    quota_window VARCHAR(16) NOT NULL,
    messages BIGINT NOT NULL,
    PRIMARY KEY (package_id, position),
    CONSTRAINT package_limits_package FOREIGN KEY (package_id) REFERENCES packages (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE users (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    username VARCHAR(255) NOT NULL,
    display_name VARCHAR(255) NOT NULL,
    password_hash VARCHAR(255) NULL,
    role INT NOT NULL,
    status INT NOT NULL,
    package_id BIGINT NULL,
    remark LONGTEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NULL,
    UNIQUE KEY users_by_username (username),
    KEY users_by_package (package_id),
    KEY users_by_role (role),
    CONSTRAINT users_package FOREIGN KEY (package_id) REFERENCES packages (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE deleted_users (
    user_id BIGINT NOT NULL PRIMARY KEY,
    keep_until BIGINT NOT NULL,
    KEY deleted_users_by_end (keep_until)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE locks (
    name VARCHAR(64) NOT NULL PRIMARY KEY
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO locks (name) VALUES ('admins');

CREATE TABLE share_links (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    hash VARBINARY(64) NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NULL,
    last_used_at BIGINT NULL,
    UNIQUE KEY share_links_by_user (user_id),
    UNIQUE KEY share_links_by_hash (hash),
    CONSTRAINT share_links_user FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE sessions (
    hash VARBINARY(64) NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    link_id BIGINT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    KEY sessions_by_user (user_id),
    KEY sessions_by_link (link_id),
    KEY sessions_by_end (expires_at),
    CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE accounts (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    kind INT NOT NULL,
    base_url LONGTEXT NOT NULL,
    models LONGTEXT NOT NULL,
    contexts LONGTEXT NOT NULL,
    status INT NOT NULL,
    status_reason LONGTEXT NOT NULL,
    priority BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    sealed_key BLOB NULL,
    sealed_proxy BLOB NULL,
    remark LONGTEXT NOT NULL,
    created_at BIGINT NOT NULL,
    KEY accounts_by_priority (priority, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE bindings (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    mode VARCHAR(16) NOT NULL,
    priority BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE KEY bindings_by_user (user_id, account_id),
    KEY bindings_by_account (account_id),
    CONSTRAINT bindings_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT bindings_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE conversations (
    user_id BIGINT NOT NULL,
    id VARCHAR(64) NOT NULL,
    title LONGTEXT NOT NULL,
    account_id BIGINT NULL,
    model VARCHAR(255) NOT NULL,
    current_node VARCHAR(64) NULL,
    is_archived TINYINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, id),
    KEY conversations_by_update (user_id, is_archived, updated_at, id),
    KEY conversations_by_creation (user_id, is_archived, created_at, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE messages (
    user_id BIGINT NOT NULL,
    id VARCHAR(64) NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    parent_id VARCHAR(64) NULL,
    sequence BIGINT NOT NULL,
    role VARCHAR(16) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    text LONGTEXT NOT NULL,
    status VARCHAR(32) NOT NULL,
    failure VARCHAR(64) NULL,
    finish_reason VARCHAR(64) NULL,
    omitted BIGINT NOT NULL,
    model VARCHAR(255) NOT NULL,
    turn_id VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, id),
    UNIQUE KEY messages_in_order (user_id, conversation_id, sequence),
    CONSTRAINT messages_conversation FOREIGN KEY (user_id, conversation_id) REFERENCES conversations (user_id, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE turns (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    conversation_id VARCHAR(64) NOT NULL,
    sequence BIGINT NOT NULL,
    running VARCHAR(64) NULL,
    question_id VARCHAR(64) NOT NULL,
    answer_id VARCHAR(64) NOT NULL,
    thoughts_id VARCHAR(64) NOT NULL,
    account_id BIGINT NOT NULL,
    model VARCHAR(255) NOT NULL,
    status VARCHAR(32) NOT NULL,
    quota VARCHAR(16) NOT NULL,
    created_at BIGINT NOT NULL,
    first_output_at BIGINT NULL,
    ended_at BIGINT NULL,
    failure VARCHAR(64) NULL,
    prompt_tokens BIGINT NULL,
    completion_tokens BIGINT NULL,
    cached_tokens BIGINT NULL,
    UNIQUE KEY turns_running (user_id, running),
    KEY turns_in_order (user_id, conversation_id, sequence),
    KEY turns_by_status (status),
    KEY turns_by_creation (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

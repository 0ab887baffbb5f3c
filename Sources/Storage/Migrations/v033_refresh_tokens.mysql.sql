-- What the tables and their columns are for stands in the SQLite file.
ALTER TABLE accounts ADD COLUMN lends TINYINT NOT NULL DEFAULT 1;

CREATE TABLE refresh_tokens (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    biz_id VARCHAR(128) NOT NULL,
    user_name VARCHAR(255) NOT NULL,
    email VARCHAR(320) NOT NULL,
    plan_type VARCHAR(64) NOT NULL,
    tag VARCHAR(128) NOT NULL,
    memo TEXT NOT NULL,
    enabled TINYINT NOT NULL,
    result TEXT NOT NULL,
    user_info TEXT NOT NULL,
    account_info TEXT NOT NULL,
    refreshed_at BIGINT NULL,
    tried_at BIGINT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE KEY refresh_tokens_by_account (account_id),
    UNIQUE KEY refresh_tokens_by_biz_id (biz_id),
    KEY refresh_tokens_by_email (email)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE refresh_token_settings (
    id BIGINT NOT NULL PRIMARY KEY,
    sealed_proxies LONGBLOB NULL,
    clients LONGTEXT NOT NULL,
    refreshes TINYINT NOT NULL,
    interval_ms BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO refresh_token_settings (id, clients, refreshes, interval_ms) VALUES (1, '[]', 0, 172800000);

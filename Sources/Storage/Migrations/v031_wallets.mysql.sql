-- What the columns and the table are for stands in the SQLite file.
ALTER TABLE users ADD COLUMN granted BIGINT NOT NULL DEFAULT 0, ADD COLUMN is_limited TINYINT NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN granted BIGINT NOT NULL DEFAULT 0, ADD COLUMN is_limited TINYINT NOT NULL DEFAULT 0;

CREATE TABLE wallet_entries (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    amount BIGINT NOT NULL,
    balance BIGINT NOT NULL,
    actor_id BIGINT NULL,
    note VARCHAR(255) NOT NULL,
    created_at BIGINT NOT NULL,
    KEY wallet_entries_by_user (user_id, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

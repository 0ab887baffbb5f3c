-- What the tables and their columns are for stands in the SQLite file.
CREATE TABLE app_users (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    application VARCHAR(64) NOT NULL,
    openid VARCHAR(128) NOT NULL,
    user_id BIGINT NOT NULL,
    turn_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    sealed_key BLOB NULL,
    UNIQUE KEY app_users_by_openid (application, openid),
    KEY app_users_by_payer (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE app_turns (
    app_user_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    content LONGBLOB NOT NULL,
    PRIMARY KEY (app_user_id, position)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

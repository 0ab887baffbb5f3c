-- What the tables and their columns are for stands in the SQLite file.
CREATE TABLE alert_rules (
    kind VARCHAR(32) NOT NULL PRIMARY KEY,
    enabled TINYINT NOT NULL,
    threshold BIGINT NOT NULL,
    urgent TINYINT NOT NULL,
    silenced_until BIGINT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE alert_settings (
    id BIGINT NOT NULL PRIMARY KEY,
    quiet_from INT NULL,
    quiet_to INT NULL,
    status_public TINYINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO alert_settings (id, status_public) VALUES (1, 0);

CREATE TABLE alert_channels (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(64) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    enabled TINYINT NOT NULL,
    language VARCHAR(8) NOT NULL,
    sealed_target LONGBLOB NULL,
    created_at BIGINT NOT NULL,
    UNIQUE KEY alert_channels_by_name (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE alerts (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    kind VARCHAR(32) NOT NULL,
    subject_kind VARCHAR(32) NOT NULL,
    subject_id BIGINT NOT NULL,
    subject_name VARCHAR(255) NOT NULL,
    open_key VARCHAR(128) NULL,
    facts TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    closed_at BIGINT NULL,
    settle_ms BIGINT NOT NULL,
    told_at BIGINT NULL,
    told_grouped TINYINT NOT NULL,
    recovery_told_at BIGINT NULL,
    recovery_grouped TINYINT NOT NULL,
    silenced_until BIGINT NULL,
    UNIQUE KEY alerts_open (open_key),
    KEY alerts_by_end (closed_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE alert_deliveries (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    channel_id BIGINT NOT NULL,
    channel_name VARCHAR(64) NOT NULL,
    notice LONGTEXT NOT NULL,
    state VARCHAR(16) NOT NULL,
    attempts INT NOT NULL,
    next_at BIGINT NULL,
    result TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT NULL,
    KEY alert_deliveries_due (next_at),
    KEY alert_deliveries_by_time (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- What the column and the tables are for stands in the SQLite file.
ALTER TABLE charges ADD COLUMN is_summed TINYINT NOT NULL DEFAULT 0;
CREATE INDEX charges_to_sum ON charges (is_summed, created_at, id);

CREATE TABLE usage_subjects (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    grain VARCHAR(16) NOT NULL,
    user_id BIGINT NOT NULL,
    key_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    user_group VARCHAR(64) NOT NULL,
    model VARCHAR(255) NOT NULL,
    UNIQUE KEY usage_subjects_by_grain (grain, user_id, key_id, account_id, user_group, model)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO usage_subjects (grain, user_id, key_id, account_id, user_group, model) VALUES ('total', 0, 0, 0, '', '');

CREATE TABLE usage_hours (
    subject_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    succeeded BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    prompt_tokens BIGINT NOT NULL,
    completion_tokens BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    first_token BLOB NOT NULL,
    duration BLOB NOT NULL,
    PRIMARY KEY (subject_id, at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

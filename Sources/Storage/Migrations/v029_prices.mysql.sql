-- What the columns and the table are for stands in the SQLite file.
ALTER TABLE charges ADD COLUMN cost BIGINT NOT NULL DEFAULT 0, ADD COLUMN tariff TEXT NULL, ADD COLUMN more_tokens TEXT NULL;

CREATE TABLE spendings (
    kind VARCHAR(16) NOT NULL,
    subject_id BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (kind, subject_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO spendings (kind, subject_id, cost, requests)
SELECT 'member', user_id, 0, COUNT(*) FROM charges WHERE quota = 'committed' AND ended_at IS NOT NULL GROUP BY user_id;

-- What the table is for stands in the SQLite file.

CREATE TABLE processes (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    beat_at BIGINT NOT NULL,
    steady_since BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE turns ADD COLUMN process_id VARCHAR(64) NULL;

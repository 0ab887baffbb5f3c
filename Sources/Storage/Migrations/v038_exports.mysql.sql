-- What the table and its columns are for stands in the SQLite file.
CREATE TABLE exports (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(64) NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type VARCHAR(64) NOT NULL,
    size BIGINT NOT NULL,
    sealed_key LONGBLOB NULL,
    created_at BIGINT NOT NULL,
    UNIQUE KEY exports_by_public_id (public_id),
    KEY exports_by_user (user_id),
    KEY exports_by_time (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

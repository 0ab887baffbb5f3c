-- What the table is for stands in the SQLite file.

CREATE TABLE used_tokens (
    hash VARBINARY(64) NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL,
    KEY used_tokens_by_end (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

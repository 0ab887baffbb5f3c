-- What the table is for stands in the SQLite file.

CREATE TABLE data_keys (
    id BIGINT NOT NULL PRIMARY KEY,
    wrapped VARBINARY(255) NOT NULL,
    created_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO locks (name) VALUES ('data_keys');

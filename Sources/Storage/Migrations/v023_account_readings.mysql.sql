-- What it is for stands in the SQLite file. An account may have many keys, each with a health of its own.

ALTER TABLE accounts
    ADD COLUMN balance TEXT NULL,
    MODIFY COLUMN sealed_key MEDIUMBLOB NULL,
    MODIFY COLUMN health LONGTEXT NULL;

CREATE TABLE renewal_hold (
    id BIGINT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    reason TEXT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

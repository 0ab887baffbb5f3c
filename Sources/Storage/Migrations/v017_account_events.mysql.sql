-- What the table is for stands in the SQLite file.

CREATE TABLE account_events (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    state VARCHAR(32) NOT NULL,
    reason LONGTEXT NOT NULL,
    until BIGINT NULL,
    model LONGTEXT NULL,
    KEY account_events_by_account (account_id, id),
    KEY account_events_by_time (at),
    CONSTRAINT account_events_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

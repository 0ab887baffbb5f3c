-- What the tables and columns are for stands in the SQLite file.

CREATE TABLE leases (
    name VARCHAR(64) NOT NULL PRIMARY KEY,
    holder VARCHAR(64) NOT NULL,
    expires_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO locks (name) VALUES ('leases');

CREATE TABLE jobs (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    kind VARCHAR(64) NOT NULL,
    status VARCHAR(16) NOT NULL,
    is_cancelled TINYINT NOT NULL,
    failure VARCHAR(64) NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    report LONGTEXT NOT NULL,
    process_id VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT NULL,
    KEY jobs_by_user (user_id, ended_at),
    KEY jobs_by_end (ended_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO locks (name) VALUES ('jobs');

-- What the tables are for stands in the SQLite file.

CREATE TABLE audit (
    id BIGINT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    user_id BIGINT NULL,
    username VARCHAR(255) NOT NULL,
    address VARCHAR(255) NOT NULL,
    action VARCHAR(64) NOT NULL,
    object_kind VARCHAR(64) NULL,
    object_id BIGINT NULL,
    object_name VARCHAR(255) NULL,
    before_value LONGTEXT NOT NULL,
    after_value LONGTEXT NOT NULL,
    result VARCHAR(64) NOT NULL,
    hash VARBINARY(64) NOT NULL,
    KEY audit_by_user (user_id, id),
    KEY audit_by_object (object_kind, object_id, id),
    KEY audit_by_action (action, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE audit_head (
    place BIGINT NOT NULL PRIMARY KEY,
    id BIGINT NOT NULL,
    hash VARBINARY(64) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
INSERT INTO audit_head (place, id, hash)
VALUES (1, 0, x'0000000000000000000000000000000000000000000000000000000000000000');

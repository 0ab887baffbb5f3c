-- What the tables and columns are for stands in the SQLite file.
CREATE TABLE assistants (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(80) NOT NULL,
    description VARCHAR(300) NOT NULL,
    instruction TEXT NOT NULL,
    model VARCHAR(255) NULL,
    starters TEXT NOT NULL,
    user_group VARCHAR(64) NULL,
    picture VARCHAR(64) NULL,
    enabled TINYINT NOT NULL,
    sort_order INT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE site_pictures (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    kind VARCHAR(16) NOT NULL,
    contents MEDIUMBLOB NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE conversations ADD COLUMN assistant_id BIGINT NULL;

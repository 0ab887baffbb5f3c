-- What the tables and columns are for stands in the SQLite file.

ALTER TABLE users ADD COLUMN user_group VARCHAR(64) NOT NULL DEFAULT 'default';
ALTER TABLE accounts ADD COLUMN package_id BIGINT NULL;
CREATE INDEX accounts_by_package ON accounts (package_id);
ALTER TABLE accounts ADD CONSTRAINT accounts_package FOREIGN KEY (package_id) REFERENCES packages (id);
ALTER TABLE api_keys ADD COLUMN package_id BIGINT NULL;
CREATE INDEX api_keys_by_package ON api_keys (package_id);
ALTER TABLE api_keys ADD CONSTRAINT api_keys_package FOREIGN KEY (package_id) REFERENCES packages (id);
ALTER TABLE charges ADD COLUMN user_group VARCHAR(64) NULL;
CREATE INDEX users_by_group ON users (user_group);
CREATE INDEX charges_by_group ON charges
    (user_group, created_at, id, quota, model, units, prompt_tokens, completion_tokens);
CREATE TABLE options (
    name VARCHAR(128) NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
CREATE TABLE system_epoch (
    id BIGINT NOT NULL PRIMARY KEY,
    epoch BIGINT NOT NULL
) ENGINE = InnoDB;
INSERT INTO system_epoch (id, epoch) VALUES (1, 0);

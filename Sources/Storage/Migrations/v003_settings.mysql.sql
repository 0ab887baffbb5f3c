-- What the table and the column are for stands in the SQLite file.

CREATE TABLE settings (
    name VARCHAR(64) NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE processes ADD COLUMN is_alone TINYINT NOT NULL DEFAULT 0;
INSERT INTO locks (name) VALUES ('processes');

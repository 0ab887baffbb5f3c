-- What the columns are for stands in the SQLite file.
ALTER TABLE files
    ADD COLUMN text_size BIGINT NULL,
    ADD COLUMN text_tokens BIGINT NULL,
    ADD COLUMN text_cut TINYINT NULL,
    ADD COLUMN encoding VARCHAR(32) NULL;

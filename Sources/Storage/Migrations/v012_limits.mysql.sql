-- What the columns are for stands in the SQLite file.

ALTER TABLE package_limits ADD COLUMN scope VARCHAR(32) NOT NULL DEFAULT 'member';
ALTER TABLE package_limits ADD COLUMN unit VARCHAR(32) NOT NULL DEFAULT 'messages';
ALTER TABLE package_limits ADD COLUMN models VARCHAR(4096) NOT NULL DEFAULT '["*"]';
CREATE INDEX charges_by_account ON charges (account_id, created_at);
CREATE INDEX charges_by_key ON charges (key_id, created_at);

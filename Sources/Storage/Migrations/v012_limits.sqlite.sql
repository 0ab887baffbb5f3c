-- A limit says whose use it counts (`scope`), what of it (`unit`) and for which models (a JSON list of patterns); `messages` is its
-- amount, whatever it counts, and -1 is no limit. Counters are made of charges by their account or key, too.

ALTER TABLE package_limits ADD COLUMN scope TEXT NOT NULL DEFAULT 'member';
ALTER TABLE package_limits ADD COLUMN unit TEXT NOT NULL DEFAULT 'messages';
ALTER TABLE package_limits ADD COLUMN models TEXT NOT NULL DEFAULT '["*"]';
CREATE INDEX charges_by_account ON charges (account_id, created_at);
CREATE INDEX charges_by_key ON charges (key_id, created_at);

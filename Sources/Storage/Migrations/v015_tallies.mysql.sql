-- What the indexes are for stands in the SQLite file.

DROP INDEX charges_by_creation ON charges;
DROP INDEX charges_by_user ON charges;
DROP INDEX charges_by_account ON charges;
DROP INDEX charges_by_key ON charges;
DROP INDEX charges_by_status ON charges;
CREATE INDEX charges_by_creation ON charges
    (created_at, id, quota, model, units, prompt_tokens, completion_tokens);
CREATE INDEX charges_by_user ON charges
    (user_id, created_at, id, quota, model, units, account_id, prompt_tokens, completion_tokens);
CREATE INDEX charges_by_account ON charges
    (account_id, created_at, id, quota, model, units, prompt_tokens, completion_tokens);
CREATE INDEX charges_by_key ON charges
    (key_id, created_at, id, quota, model, units, prompt_tokens, completion_tokens);
CREATE INDEX charges_by_status ON charges (status, created_at, id);
CREATE INDEX charges_by_model ON charges (model, created_at, id);

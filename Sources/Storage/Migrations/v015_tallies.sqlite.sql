-- Counters are made of rows, and pages of the log are read in order: each index holds all that the sum needs, so that a counter of a
-- hundred thousand rows looks at none of them.

DROP INDEX charges_by_creation;
DROP INDEX charges_by_user;
DROP INDEX charges_by_account;
DROP INDEX charges_by_key;
DROP INDEX charges_by_status;
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

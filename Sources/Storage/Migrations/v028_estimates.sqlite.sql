-- Whether a row's tokens are an estimate of ours: the upstream counted none.

ALTER TABLE charges ADD COLUMN is_estimate INTEGER NOT NULL DEFAULT 0;

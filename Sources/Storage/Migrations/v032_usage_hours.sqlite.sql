-- Sums of the log by hours (of UTC), so that statistics do not read the log. A row of the log is put into them once, when it has ended:
-- then its `is_summed` is 1. What is 0 is added when sums are read.
ALTER TABLE charges ADD COLUMN is_summed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX charges_to_sum ON charges (is_summed, created_at, id) WHERE is_summed = 0;

-- What is summed: everything (`total`), each member, key, group, model and account, and each combination of them (`all`). What a grain
-- does not tell apart is 0 or empty, as is a key or a group that a charge has none of. Rows are never deleted.
CREATE TABLE usage_subjects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    grain TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    user_group TEXT NOT NULL,
    model TEXT NOT NULL
);
CREATE UNIQUE INDEX usage_subjects_by_grain ON usage_subjects (grain, user_id, key_id, account_id, user_group, model);
-- Who changes sums takes this row first.
INSERT INTO usage_subjects (grain, user_id, key_id, account_id, user_group, model) VALUES ('total', 0, 0, 0, '', '');

-- `at` is the hour's beginning, in milliseconds. The two last columns are histograms of milliseconds (`TimeHistogram.bytes`).
CREATE TABLE usage_hours (
    subject_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    succeeded INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    cached_tokens INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    first_token BLOB NOT NULL,
    duration BLOB NOT NULL,
    PRIMARY KEY (subject_id, at)
) WITHOUT ROWID;

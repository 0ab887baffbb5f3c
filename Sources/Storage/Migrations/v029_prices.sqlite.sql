-- What a charge cost, in units (500,000 are 1 USD), and what it was charged by: JSON, the price of its model and its group's ratio at
-- admission; NULL where the model was free. `more_tokens` holds, as JSON, the counters that have no column; NULL where all are 0.
ALTER TABLE charges ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE charges ADD COLUMN tariff TEXT;
ALTER TABLE charges ADD COLUMN more_tokens TEXT;

-- Sums of the charges that were kept: what each member, key and account came to, and how many requests of each member were answered. They
-- change in the transaction that writes a charge's end, and outlive whom they name.
CREATE TABLE spendings (
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    PRIMARY KEY (kind, subject_id)
) WITHOUT ROWID;
INSERT INTO spendings (kind, subject_id, cost, requests)
SELECT 'member', user_id, 0, COUNT(*) FROM charges WHERE quota = 'committed' AND ended_at IS NOT NULL GROUP BY user_id;

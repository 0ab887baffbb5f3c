-- How the health of accounts changed, a row a change, in the order of their ids. `at` and `until` are milliseconds; `model` is the
-- one that a change is about, NULL for the account itself. Rows end after thirty days, and with their account.
CREATE TABLE account_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    until INTEGER,
    model TEXT
);
CREATE INDEX account_events_by_account ON account_events (account_id, id);
CREATE INDEX account_events_by_time ON account_events (at);

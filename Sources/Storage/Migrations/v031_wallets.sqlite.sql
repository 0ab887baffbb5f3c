-- What a member and a key were given to spend, in units (500,000 are 1 USD); what they spent is in `spendings`, and the balance is the
-- difference. Who is not limited is never refused for it.
ALTER TABLE users ADD COLUMN granted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN is_limited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN granted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN is_limited INTEGER NOT NULL DEFAULT 0;

-- What changed members' balances but requests. Rows are only added: the sum of a member's amounts is `users.granted`. `balance` is what
-- was left after it; `actor_id` is null for the server.
CREATE TABLE wallet_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    actor_id INTEGER,
    note TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX wallet_entries_by_user ON wallet_entries (user_id, id);

-- Whether members may be bound to an account, and lists show it. Where not it is there for its login alone, which stands in refresh_tokens.
ALTER TABLE accounts ADD COLUMN lends INTEGER NOT NULL DEFAULT 1;

-- The logins of Codex accounts that other programs fetch tokens of (Domain/Accounts/RefreshToken.swift). The tokens, the proxy and the client
-- are the account's. `tried_at`: the last refresh, however it ended.
CREATE TABLE refresh_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    biz_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    email TEXT NOT NULL,
    plan_type TEXT NOT NULL,
    tag TEXT NOT NULL,
    memo TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    result TEXT NOT NULL,
    user_info TEXT NOT NULL,
    account_info TEXT NOT NULL,
    refreshed_at INTEGER,
    tried_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX refresh_tokens_by_account ON refresh_tokens (account_id);
CREATE UNIQUE INDEX refresh_tokens_by_biz_id ON refresh_tokens (biz_id);
CREATE INDEX refresh_tokens_by_email ON refresh_tokens (email);

-- One row. Whoever adds refresh tokens holds it. A proxy may hold a password: their list is sealed.
CREATE TABLE refresh_token_settings (
    id INTEGER PRIMARY KEY,
    sealed_proxies BLOB,
    clients TEXT NOT NULL,
    refreshes INTEGER NOT NULL,
    interval_ms INTEGER NOT NULL
);
INSERT INTO refresh_token_settings (id, clients, refreshes, interval_ms) VALUES (1, '[]', 0, 172800000);

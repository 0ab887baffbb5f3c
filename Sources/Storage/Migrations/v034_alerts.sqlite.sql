-- What administrators say of alerts (Domain/Alerts/AlertRule.swift). A kind without a row has its usual rule.
CREATE TABLE alert_rules (
    kind TEXT PRIMARY KEY,
    enabled INTEGER NOT NULL,
    threshold INTEGER NOT NULL,
    urgent INTEGER NOT NULL,
    silenced_until INTEGER
);

-- One row. Quiet hours are minutes after midnight; null: there are none.
CREATE TABLE alert_settings (
    id INTEGER PRIMARY KEY,
    quiet_from INTEGER,
    quiet_to INTEGER,
    status_public INTEGER NOT NULL
);
INSERT INTO alert_settings (id, status_public) VALUES (1, 0);

-- Address, secret and receivers are sealed together (Domain/Alerts/AlertChannel.swift).
CREATE TABLE alert_channels (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    language TEXT NOT NULL,
    sealed_target BLOB,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX alert_channels_by_name ON alert_channels (name);

-- `open_key` is null once it is over: of two for the same thing one is open. The names are those of then.
CREATE TABLE alerts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    subject_name TEXT NOT NULL,
    open_key TEXT,
    facts TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    closed_at INTEGER,
    settle_ms INTEGER NOT NULL,
    told_at INTEGER,
    told_grouped INTEGER NOT NULL,
    recovery_told_at INTEGER,
    recovery_grouped INTEGER NOT NULL,
    silenced_until INTEGER
);
CREATE UNIQUE INDEX alerts_open ON alerts (open_key);
CREATE INDEX alerts_by_end ON alerts (closed_at);

-- The delivery log. `notice` is what is told, without any secret; `next_at` is null once it has ended.
CREATE TABLE alert_deliveries (
    id TEXT PRIMARY KEY,
    channel_id INTEGER NOT NULL,
    channel_name TEXT NOT NULL,
    notice TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    result TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
);
CREATE INDEX alert_deliveries_due ON alert_deliveries (next_at);
CREATE INDEX alert_deliveries_by_time ON alert_deliveries (created_at);

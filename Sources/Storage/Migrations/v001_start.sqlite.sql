-- The first schema. Times are milliseconds since 1970. Texts of conversations stand in `messages` and in
-- `conversations.title` alone.

CREATE TABLE packages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE package_limits (
    package_id INTEGER NOT NULL REFERENCES packages (id),
    position INTEGER NOT NULL,
    quota_window TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (package_id, position)
);

-- An id is never given again: rows that outlive a user must not become somebody else's.
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    role INTEGER NOT NULL,
    status INTEGER NOT NULL,
    package_id INTEGER REFERENCES packages (id),
    remark TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER
);
CREATE UNIQUE INDEX users_by_username ON users (username);
CREATE INDEX users_by_package ON users (package_id);
CREATE INDEX users_by_role ON users (role);

-- Whose conversations are kept for a while after the user was deleted.
CREATE TABLE deleted_users (
    user_id INTEGER NOT NULL PRIMARY KEY,
    keep_until INTEGER NOT NULL
);
CREATE INDEX deleted_users_by_end ON deleted_users (keep_until);

-- Rows that a transaction updates to exclude another one.
CREATE TABLE locks (
    name TEXT NOT NULL PRIMARY KEY
);
INSERT INTO locks (name) VALUES ('admins');

CREATE TABLE share_links (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER
);
CREATE UNIQUE INDEX share_links_by_user ON share_links (user_id);
CREATE UNIQUE INDEX share_links_by_hash ON share_links (hash);

CREATE TABLE sessions (
    hash BLOB NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    link_id INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_link ON sessions (link_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- `sealed_key` and `sealed_proxy` are sealed for their column and their row.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL,
    base_url TEXT NOT NULL,
    models TEXT NOT NULL,
    contexts TEXT NOT NULL,
    status INTEGER NOT NULL,
    status_reason TEXT NOT NULL,
    priority INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    sealed_key BLOB,
    sealed_proxy BLOB,
    remark TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX accounts_by_priority ON accounts (priority, id);

CREATE TABLE bindings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    mode TEXT NOT NULL,
    priority INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX bindings_by_user ON bindings (user_id, account_id);
CREATE INDEX bindings_by_account ON bindings (account_id);

-- Keys are chosen in part by clients: they mean something only together with their owner.
CREATE TABLE conversations (
    user_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    account_id INTEGER,
    model TEXT NOT NULL,
    current_node TEXT,
    is_archived INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
);
CREATE INDEX conversations_by_update ON conversations (user_id, is_archived, updated_at, id);
CREATE INDEX conversations_by_creation ON conversations (user_id, is_archived, created_at, id);

-- `sequence` orders the nodes of a conversation, parents before children.
CREATE TABLE messages (
    user_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    parent_id TEXT,
    sequence INTEGER NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    failure TEXT,
    finish_reason TEXT,
    omitted INTEGER NOT NULL,
    model TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, conversation_id) REFERENCES conversations (user_id, id)
);
CREATE UNIQUE INDEX messages_in_order ON messages (user_id, conversation_id, sequence);

-- The ledger of quotas; holds no text and outlives its conversation. `running` holds the conversation's id while
-- the turn runs, so its index lets one turn run in a conversation.
CREATE TABLE turns (
    id TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    running TEXT,
    question_id TEXT NOT NULL,
    answer_id TEXT NOT NULL,
    thoughts_id TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    status TEXT NOT NULL,
    quota TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    first_output_at INTEGER,
    ended_at INTEGER,
    failure TEXT,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    cached_tokens INTEGER
);
CREATE UNIQUE INDEX turns_running ON turns (user_id, running);
CREATE INDEX turns_in_order ON turns (user_id, conversation_id, sequence);
CREATE INDEX turns_by_status ON turns (status);
CREATE INDEX turns_by_creation ON turns (created_at);

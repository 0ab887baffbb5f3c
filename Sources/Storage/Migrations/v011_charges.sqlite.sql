-- Whatever costs something has one row, from its reservation to its end: the ledger of quotas and the usage log. It holds no text
-- of a conversation and outlives whom it names. A turn of a chat is one, with what follows `running`; a program's call has an
-- endpoint of its own and no conversation. `running` holds the conversation's id while a turn runs, so its index lets one turn
-- run in a conversation.

CREATE TABLE charges (
    id TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL,
    key_id INTEGER,
    endpoint TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    units INTEGER NOT NULL,
    status TEXT NOT NULL,
    quota TEXT NOT NULL,
    is_stream INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    first_output_at INTEGER,
    ended_at INTEGER,
    failure TEXT,
    stop_reason TEXT,
    attempts TEXT,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    cached_tokens INTEGER,
    reasoning_tokens INTEGER,
    request_id TEXT,
    process_id TEXT,
    running TEXT,
    conversation_id TEXT,
    sequence INTEGER,
    question_id TEXT,
    answer_id TEXT,
    thoughts_id TEXT
);
INSERT INTO charges
    (id, user_id, endpoint, account_id, model, units, status, quota, is_stream, created_at, first_output_at, ended_at,
    failure, prompt_tokens, completion_tokens, cached_tokens, process_id, running, conversation_id, sequence,
    question_id, answer_id, thoughts_id)
SELECT id, user_id, 'chat', account_id, model, 1, status, quota, 1, created_at, first_output_at, ended_at,
    failure, prompt_tokens, completion_tokens, cached_tokens, process_id, running, conversation_id, sequence,
    question_id, answer_id, thoughts_id
FROM turns;
DROP TABLE turns;
CREATE UNIQUE INDEX charges_running ON charges (user_id, running);
CREATE INDEX charges_in_order ON charges (user_id, conversation_id, sequence);
CREATE INDEX charges_by_status ON charges (status);
CREATE INDEX charges_by_creation ON charges (created_at, id);
CREATE INDEX charges_by_user ON charges (user_id, created_at, id);

-- Keys of programs. They are looked up by `hash`, the SHA-256 of the key; `sealed` is the key itself, which its owner can read
-- again. A key that was deleted keeps its row, for its name in the usage log, and loses both.
CREATE TABLE api_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash BLOB,
    sealed BLOB,
    is_enabled INTEGER NOT NULL,
    models TEXT,
    addresses TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    deleted_at INTEGER
);
CREATE UNIQUE INDEX api_keys_by_hash ON api_keys (hash);
CREATE INDEX api_keys_by_user ON api_keys (user_id, id);

-- What asking an account showed of how well it works: JSON; NULL for one that never failed.
-- It says what `status_reason` said.
ALTER TABLE accounts ADD COLUMN health TEXT;
ALTER TABLE accounts DROP COLUMN status_reason;

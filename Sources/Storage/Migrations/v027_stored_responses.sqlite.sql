-- Answers to programs, kept for 30 days (Domain/Responses). `content` is sealed with the key that is sealed here; `id` names the row where
-- values are sealed, everybody else knows a response by its `public_id`. `size` is that of the content, `process_id` the process that
-- writes it, NULL when it has ended.
CREATE TABLE stored_responses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    status TEXT NOT NULL,
    is_background INTEGER NOT NULL,
    process_id TEXT,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    sealed_key BLOB,
    content BLOB NOT NULL
);
CREATE UNIQUE INDEX stored_responses_by_public_id ON stored_responses (user_id, public_id);
CREATE INDEX stored_responses_by_age ON stored_responses (user_id, created_at, id, size);
CREATE INDEX stored_responses_by_creation ON stored_responses (created_at);
CREATE INDEX stored_responses_by_status ON stored_responses (status, user_id);

-- Which answer has an item of that id: programs name items that they do not say again (`item_reference`).
CREATE TABLE response_item_names (
    user_id INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    PRIMARY KEY (user_id, item_id, response_id)
);
CREATE INDEX response_item_names_by_response ON response_item_names (user_id, response_id);

-- Conversations of programs: lists of items that responses go on from and add to. `metadata` and the items' contents are sealed with the
-- key that is sealed here; `size` is that of the items together.
CREATE TABLE response_conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    sealed_key BLOB,
    metadata BLOB NOT NULL
);
CREATE UNIQUE INDEX response_conversations_by_public_id ON response_conversations (user_id, public_id);
CREATE INDEX response_conversations_by_use ON response_conversations (used_at);

CREATE TABLE response_items (
    user_id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (user_id, conversation_id, position)
);
CREATE UNIQUE INDEX response_items_by_public_id ON response_items (user_id, conversation_id, public_id);

-- Which conversation is taken by which call, until that has ended.
CREATE TABLE response_takings (
    conversation_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    charge_id TEXT NOT NULL,
    process_id TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX response_takings_by_charge ON response_takings (charge_id);

-- What members show of conversations to whoever has an address. The address is random and means something by itself; a conversation has
-- one at most. `node_id` is the last message that is shown; `expires_at` NULL is never, `passcode_hash` NULL is none.
CREATE TABLE shared_chats (
    id TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    is_public INTEGER NOT NULL,
    passcode_hash TEXT
);
CREATE UNIQUE INDEX shared_chats_by_conversation ON shared_chats (user_id, conversation_id);

-- Which conversations came out of an export: `foreign_id` is how its file calls one (Domain/Taking/ForeignKey.swift). The key of "imported
-- twice is there once", for each member by themselves; never the key of our rows.
CREATE TABLE imported_chats (
    user_id INTEGER NOT NULL,
    foreign_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    PRIMARY KEY (user_id, foreign_id)
);
CREATE INDEX imported_chats_by_conversation ON imported_chats (user_id, conversation_id);

-- And which message each of its nodes became; several may have become one.
CREATE TABLE imported_nodes (
    user_id INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (user_id, conversation_id, foreign_id)
);

-- What a model reads in place of the older part of a conversation, up to and with a message (Domain/Chat/Summary.swift).
CREATE TABLE summaries (
    user_id INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    text TEXT NOT NULL,
    messages INTEGER NOT NULL,
    model TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, conversation_id, message_id)
);

-- How many older messages a summary stood for in what the answer's upstream was sent.
ALTER TABLE messages ADD COLUMN summed_up INTEGER NOT NULL DEFAULT 0;

-- What members have said and been told, folded to be searched: a member's text lies together, in the order of time, and is
-- read from the newest on. `text` is UTF-8.
CREATE TABLE passages (
    user_id INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    text BLOB NOT NULL,
    PRIMARY KEY (user_id, moment, message_id)
) WITHOUT ROWID;
CREATE INDEX passages_by_conversation ON passages (user_id, conversation_id);

ALTER TABLE conversations ADD COLUMN folded_title BLOB NOT NULL DEFAULT x'';

-- Conversations that are older than the search: a service folds them, one after another.
CREATE TABLE unfolded_conversations (
    user_id INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
) WITHOUT ROWID;
INSERT INTO unfolded_conversations (user_id, conversation_id) SELECT user_id, id FROM conversations;

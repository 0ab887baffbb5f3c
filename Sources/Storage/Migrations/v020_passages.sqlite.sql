-- What members have said and been told, folded to be searched, read from the newest on. `text` is UTF-8. With its rowid: rows are added
-- at the end, so that pages are not split. A split leaves a copy of what it moved in the old page, which no deletion would reach.
CREATE TABLE passages (
    user_id INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    text BLOB NOT NULL,
    PRIMARY KEY (user_id, moment, message_id)
);
CREATE INDEX passages_by_conversation ON passages (user_id, conversation_id);

ALTER TABLE conversations ADD COLUMN folded_title BLOB NOT NULL DEFAULT x'';

-- Conversations that are older than the search: a service folds them, one after another.
CREATE TABLE unfolded_conversations (
    user_id INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
) WITHOUT ROWID;
INSERT INTO unfolded_conversations (user_id, conversation_id) SELECT user_id, id FROM conversations;

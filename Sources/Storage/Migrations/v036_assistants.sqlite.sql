-- What administrators set up for members in place of a bare model. `model` null: the usual one; `user_group` null: for everybody;
-- `starters` is a JSON list; `picture` names one of `site_pictures`. `version` rises with each change. An id is never used twice:
-- conversations keep that of one that is gone.
CREATE TABLE assistants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    instruction TEXT NOT NULL,
    model TEXT,
    starters TEXT NOT NULL,
    user_group TEXT,
    picture TEXT,
    enabled INTEGER NOT NULL,
    sort_order INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);

-- Of assistants and of the site. The id is the SHA-256 of the contents: a picture never changes.
CREATE TABLE site_pictures (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    contents BLOB NOT NULL
);

-- The assistant that a conversation was begun with.
ALTER TABLE conversations ADD COLUMN assistant_id INTEGER;

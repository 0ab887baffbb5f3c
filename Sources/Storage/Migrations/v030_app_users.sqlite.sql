-- Users of applications (Domain/MiniProgram), by the name that the application gives them. `user_id` is the member who paid last: with them
-- the user is deleted. What is asked is sealed with the key that is sealed here. `turn_count` is 0 while nothing is kept.
CREATE TABLE app_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL,
    openid TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    turn_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    sealed_key BLOB
);
CREATE UNIQUE INDEX app_users_by_openid ON app_users (application, openid);
CREATE INDEX app_users_by_payer ON app_users (user_id);

-- Their questions with the answers, in order; `content` is both, sealed, `size` its bytes.
CREATE TABLE app_turns (
    app_user_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (app_user_id, position)
);

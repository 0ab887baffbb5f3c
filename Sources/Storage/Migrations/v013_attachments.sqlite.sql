-- A package can be attached to accounts and keys too, and by options to groups and to everybody. `user_group` of a charge is the
-- member's group at the time, so that what a group used can be summed. `options` are the runtime options that somebody set.
-- `system_epoch` is one row: it is raised by whatever changes what holds for everybody, and is part of every member's epoch.

ALTER TABLE users ADD COLUMN user_group TEXT NOT NULL DEFAULT 'default';
ALTER TABLE accounts ADD COLUMN package_id INTEGER REFERENCES packages (id);
ALTER TABLE api_keys ADD COLUMN package_id INTEGER REFERENCES packages (id);
ALTER TABLE charges ADD COLUMN user_group TEXT;
CREATE INDEX accounts_by_package ON accounts (package_id);
CREATE INDEX api_keys_by_package ON api_keys (package_id);
CREATE INDEX users_by_group ON users (user_group);
CREATE INDEX charges_by_group ON charges
    (user_group, created_at, id, quota, model, units, prompt_tokens, completion_tokens);
CREATE TABLE options (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE system_epoch (
    id INTEGER NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL
);
INSERT INTO system_epoch (id, epoch) VALUES (1, 0);

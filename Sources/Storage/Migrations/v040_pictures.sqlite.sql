-- Whether a model made it, and no member uploaded it.
ALTER TABLE files ADD COLUMN made INTEGER NOT NULL DEFAULT 0;

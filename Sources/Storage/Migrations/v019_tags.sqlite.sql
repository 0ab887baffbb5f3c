-- A word that groups accounts in lists; empty for none.

ALTER TABLE accounts ADD COLUMN tag TEXT NOT NULL DEFAULT '';

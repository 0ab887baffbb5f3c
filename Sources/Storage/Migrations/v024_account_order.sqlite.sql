-- Which one an account is in its member's own order, from 0 on; NULL: it has no place there, and the usual order holds.

ALTER TABLE bindings ADD COLUMN place INTEGER;

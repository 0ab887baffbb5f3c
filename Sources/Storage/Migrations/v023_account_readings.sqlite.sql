-- What is left of an account's credit, as its upstream last told.
ALTER TABLE accounts ADD COLUMN balance TEXT NULL;

-- Why logins are not renewed for a while: one row, or none.
CREATE TABLE renewal_hold (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    accounts INTEGER NOT NULL,
    reason TEXT NOT NULL
);

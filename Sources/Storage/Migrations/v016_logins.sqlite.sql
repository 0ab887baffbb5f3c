-- How much of an account is used, as its upstream told last: JSON; NULL for none.
ALTER TABLE accounts ADD COLUMN usage_windows TEXT;
-- Until when one process renews its login, by the clock of the database: a refresh token is good for one renewal.
ALTER TABLE accounts ADD COLUMN renewing_until INTEGER;

-- Why the account was asked that a charge was given to first: JSON, `[[account, outcome]]`; NULL where there was no other. Whoever asks
-- for it knows the request.
ALTER TABLE charges ADD COLUMN choice TEXT;
CREATE INDEX charges_by_request ON charges (request_id);

-- What they are for stands in the SQLite file.

ALTER TABLE charges ADD COLUMN choice TEXT NULL;
CREATE INDEX charges_by_request ON charges (request_id);

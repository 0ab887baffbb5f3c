-- What a process writes to find out whether the database takes as much as a message needs. It goes with its process.
ALTER TABLE processes ADD COLUMN probe BLOB;

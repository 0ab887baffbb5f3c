-- What the column is for stands in the SQLite file.
ALTER TABLE messages ADD COLUMN tool_work LONGTEXT;

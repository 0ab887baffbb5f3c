-- What was read out of a document: bytes of UTF-8, tokens by estimate, whether there was more, and how the bytes of a text file were
-- read. NULL for images. The text itself is kept where the contents are.
ALTER TABLE files ADD COLUMN text_size INTEGER;
ALTER TABLE files ADD COLUMN text_tokens INTEGER;
ALTER TABLE files ADD COLUMN text_cut INTEGER;
ALTER TABLE files ADD COLUMN encoding TEXT;

-- What the provider's own tools did for an answer (ToolWork's JSON); NULL for nothing.
ALTER TABLE messages ADD COLUMN tool_work TEXT;

internal import Database
public import Domain

extension SQLConversationStore: SummaryStore {
    public func summaries(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Summary] {
        try await store.read { session in
            try session.rows(
                """
                SELECT message_id, text, messages, model, created_at FROM summaries
                WHERE user_id = \(owner) AND conversation_id = \(id)
                """
            ).map { row in
                Summary(
                    upTo: try row["message_id"], text: try row["text"], count: try row["messages"],
                    model: try row["model"], createdAt: try row["created_at"])
            }
        }
    }

    public func keep(_ summary: Summary, of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            // Its row is taken first: nothing is left of a conversation that is purged meanwhile.
            try session.executeOnOne(
                "UPDATE conversations SET model = model WHERE user_id = \(owner) AND id = \(id)")
            try session.execute(
                """
                DELETE FROM summaries
                WHERE user_id = \(owner) AND conversation_id = \(id) AND message_id = \(summary.upTo)
                """)
            try session.execute(
                """
                INSERT INTO summaries (user_id, conversation_id, message_id, text, messages, model, created_at)
                VALUES (\(owner), \(id), \(summary.upTo), \(summary.text), \(summary.count), \(summary.model),
                    \(summary.createdAt))
                """)
        }
        // Of one that was replaced.
        scrubber.note()
    }
}

internal import Database
public import Domain

/// Conversations from before there was a search.
extension SQLSearchStore {
    /// Makes all that is in one of them ready to be found. False when there is none left. Done twice it does no harm.
    public func foldOne() async throws(ChatError) -> Bool {
        guard let next = try await nextUnfolded() else { return false }
        let found = try await store.read { session in
            (
                title: try session.rows(Conversation.find(next.id, of: next.owner)).first.map { row -> String in
                    try row["title"]
                },
                messages: try session.rows(Message.all(in: next.id, of: next.owner)).map(Message.init)
            )
        }
        // Not on the thread of the writer. What is still being written is folded when it ends.
        let passages = found.messages.compactMap { message in
            message.status == .inProgress ? nil : PassageRow(message, of: next.owner)
        }
        let title = found.title.map { ($0, setting: Conversation.settingTitle($0)) }
        try await store.write { session in
            let mine: SQL = "user_id = \(next.owner) AND id = \(next.id)"
            // Takes its row: who deletes it waits, or has done so already.
            let isThere = try session.execute("UPDATE conversations SET model = model WHERE \(mine)") > 0
            if isThere, let title {
                // One that was changed meanwhile is folded.
                try session.execute("UPDATE conversations SET \(title.setting) WHERE \(mine) AND title = \(title.0)")
                for passage in passages where try !session.exists(passage.itself) {
                    try session.execute(passage.insert)
                }
            }
            try session.execute(
                "DELETE FROM unfolded_conversations WHERE user_id = \(next.owner) AND conversation_id = \(next.id)")
        }
        return true
    }

    private func nextUnfolded() async throws(ChatError) -> (owner: ID<User>, id: Key<Conversation>)? {
        try await store.read { session in
            try session.rows("SELECT user_id, conversation_id FROM unfolded_conversations LIMIT 1").first.map { row in
                (try row["user_id"], try row["conversation_id"])
            }
        }
    }
}

extension PassageRow {
    fileprivate var itself: SQL {
        "passages WHERE user_id = \(owner) AND moment = \(moment) AND message_id = \(message)"
    }
}

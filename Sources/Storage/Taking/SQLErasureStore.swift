internal import Database
public import Domain

/// Deletes all that one member has, in SQL.
public struct SQLErasureStore: ErasureStore {
    private let store: SQLStore
    private let scrubber: SQLScrubber

    init(_ store: SQLStore, _ scrubber: SQLScrubber) {
        self.store = store
        self.scrubber = scrubber
    }

    public func erase(_ owner: ID<User>) async throws(ChatError) -> Int {
        let count = try await store.write { session in
            // Taken first: nothing begins meanwhile.
            try session.executeOnOne("UPDATE users SET status = status WHERE id = \(owner)")
            // Imports that run learn that they are to stop, and no report of one names a chat any more.
            try session.execute("DELETE FROM jobs WHERE user_id = \(owner) AND kind <> \(Job.Kind.erasure)")
            let count = try session.count("conversations WHERE user_id = \(owner)")
            try SQLUserStore.deleteConversations(of: owner, session)
            try session.execute("DELETE FROM shared_chats WHERE user_id = \(owner)")
            return count
        }
        scrubber.note()
        return count
    }
}

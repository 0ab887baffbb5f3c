internal import Database
public import Domain

/// Used tokens in SQL. The primary key decides which use is the first.
public struct SQLUsedTokens: UsedTokens {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func use(_ hash: [UInt8], until end: Timestamp) async throws(ChatError) -> Bool {
        let isUsed = ChatError.conflict(.tokenUsed)
        do {
            try await store.write { session in
                try refusingDuplicates(as: isUsed) {
                    try session.execute("INSERT INTO used_tokens (hash, expires_at) VALUES (\(hash), \(end))")
                }
            }
            return true
        } catch {
            guard error == isUsed else { throw error }
            return false
        }
    }

    public func isUsed(_ hash: [UInt8]) async throws(ChatError) -> Bool {
        try await store.read { try $0.exists("used_tokens WHERE hash = \(hash)") }
    }

    public func purge(before moment: Timestamp) async throws(ChatError) {
        try await store.write { try $0.execute("DELETE FROM used_tokens WHERE expires_at < \(moment)") }
    }
}

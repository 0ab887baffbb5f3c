internal import Database
internal import Domain

/// Tells whether this process has the key that the database's secrets are sealed with: a known word that was sealed by
/// the first process that ever started with it.
struct KeyCheck: Sendable {
    let store: SQLStore
    let sealer: any SecretSealer

    private static let name = "key_check"
    private static let place = "settings|value|key_check"
    private static let word = Secret("chatmirror")

    /// Of processes that start at once with an empty database one leaves its word, and all compare with that one.
    func passes() async throws(ChatError) -> Bool {
        guard let ours = try? sealer.seal(Self.word, for: Self.place) else { return false }
        let kept = try await store.write { session in
            if let kept = try Self.kept(session) { return kept }
            do {
                try session.execute("INSERT INTO settings (name, value) VALUES (\(Self.name), \(ours))")
                return ours
            } catch let error as DatabaseError where error.kind == .constraint(.unique) {
                guard let kept = try Self.kept(session) else { throw error }
                return kept
            }
        }
        return (try? sealer.open(kept, for: Self.place))?.reveal() == Self.word.reveal()
    }

    private static func kept(_ session: any SQLSession) throws -> [UInt8]? {
        try session.rows("SELECT value FROM settings WHERE name = \(name)").first.map { try $0["value"] }
    }
}

/// What was good for one use and has been used, known to every process and after a restart.
public protocol UsedTokens: Sendable {
    /// Notes the use of a token, by its SHA-256. False when it was used before; of many at once exactly one is the first.
    func use(_ hash: [UInt8], until end: Timestamp) async throws(ChatError) -> Bool
    func isUsed(_ hash: [UInt8]) async throws(ChatError) -> Bool
    /// Forgets those that ended before `moment`.
    func purge(before moment: Timestamp) async throws(ChatError)
}

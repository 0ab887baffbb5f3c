internal import Database
public import Domain

/// The keys of accounts that have several, sealed together in the place of the one.
extension SQLAccountStore {
    public func changeKeys(
        of id: ID<Account>, _ change: @escaping @Sendable (inout KeyRing) throws(ChatError) -> Void
    ) async throws(ChatError) -> KeyRing {
        try await store.write { session in
            try Self.take(id, session)
            let row = try session.rows("SELECT sealed_key FROM accounts WHERE id = \(id)")[0]
            let kept = try rows.open(row["sealed_key"], .accountKey, of: id, session)
            var ring = KeyRing(stored: kept) ?? KeyRing(KeyRing.secrets(in: kept))
            try change(&ring)
            let sealed = try rows.seal(ring.stored, .accountKey, of: id, session)
            try session.execute("UPDATE accounts SET sealed_key = \(sealed) WHERE id = \(id)")
            try Self.raiseEpochs(ofMembersWith: id, session)
            return ring
        }
    }
}

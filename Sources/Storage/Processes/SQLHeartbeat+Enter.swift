internal import Database
public import Domain

/// A process that this one may not serve beside.
public struct OtherProcess: Sendable, Equatable {
    /// Counts up while it lives.
    public let lastBeat: Int64
    /// How long it has been silent.
    public let silence: Duration
}

extension SQLHeartbeat {
    /// Notes this process among those that serve, unless another one lives that it may not serve beside: one that counts
    /// quotas in its own memory has nobody beside it, or two would each admit up to the limit. Returns that other one.
    ///
    /// Of two that enter at once one gets in.
    public func enter() async throws(ChatError) -> OtherProcess? {
        let now = SQL.now(store.database.dialect)
        let isInTheWay: SQL = isAlone ? "1 = 1" : "is_alone = 1"
        return try await store.write { session in
            // The row excludes others who enter.
            try session.execute("UPDATE locks SET name = name WHERE name = 'processes'")
            let row = try session.rows(
                """
                SELECT beat_at, \(now) AS now FROM processes
                WHERE id <> \(process) AND \(isInTheWay) AND \(Self.isFresh("beat_at", now))
                ORDER BY beat_at DESC LIMIT 1
                """
            ).first
            guard let row else {
                try beat(session)
                return nil
            }
            let (beat, now): (Int64, Int64) = (try row["beat_at"], try row["now"])
            return OtherProcess(lastBeat: beat, silence: .milliseconds(max(0, now - beat)))
        }
    }
}

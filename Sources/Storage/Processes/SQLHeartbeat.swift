internal import Database
public import Domain

/// One process among those that share a database. Times are those of the database's clock, the same for all.
public struct SQLHeartbeat: Heartbeat {
    let store: SQLStore
    let process: String
    /// It counts quotas in its own memory.
    let isAlone: Bool

    /// After so long without a beat a process counts as dead.
    public static let patience = Duration.seconds(15)
    static let patienceMilliseconds: Int64 = 15_000
    /// A turn that began so far ahead of the clock began before the clock went back.
    private static let longestLead = Duration.seconds(3600)

    init(_ store: SQLStore, process: String, isAlone: Bool) {
        self.store = store
        self.process = process
        self.isAlone = isAlone
    }

    public func beat() async throws(ChatError) {
        try await store.write { try beat($0) }
    }

    func beat(_ session: any SQLSession) throws(DatabaseError) {
        let now = SQL.now(store.database.dialect)
        // In this order: MySQL sees the new `beat_at` in what comes after it.
        let isKnown = try session.execute(
            """
            UPDATE processes SET
                steady_since = CASE WHEN \(Self.isFresh("beat_at", now)) THEN steady_since ELSE \(now) END,
                beat_at = \(now)
            WHERE id = \(process)
            """)
        if isKnown > 0 { return }
        try session.execute(
            """
            INSERT INTO processes (id, beat_at, steady_since, is_alone)
            VALUES (\(process), \(now), \(now), \(isAlone))
            """)
    }

    /// Whether a beat is one of a living process. One that is ahead of the clock was made before the clock went back: the next
    /// one is not, if there is one.
    static func isFresh(_ beat: SQL, _ now: SQL) -> SQL {
        "\(beat) BETWEEN \(now) - \(patienceMilliseconds) AND \(now) + \(patienceMilliseconds)"
    }

    public func leave() async throws(ChatError) {
        try await store.write { try $0.execute("DELETE FROM processes WHERE id = \(process)") }
    }

    /// For a database that belongs to one process at a time: whoever else is noted there is dead.
    func forgetOthers() async throws(ChatError) {
        try await store.write { session in
            try session.execute("DELETE FROM processes WHERE id <> \(process)")
            // A login that a dead process was renewing is anybody's to renew.
            try session.execute("UPDATE accounts SET renewing_until = NULL WHERE renewing_until IS NOT NULL")
        }
    }
}

extension SQLHeartbeat {
    /// Running turns that nobody runs: of this process those that are not `alive`, and all of dead processes.
    func abandonedTurns(
        except alive: Set<Key<Turn>>, at moment: Timestamp, _ session: any SQLSession
    ) throws(DatabaseError) -> [Turn] {
        try session.rows(
            """
            SELECT \(Turn.columns) FROM charges t LEFT JOIN processes p ON p.id = t.process_id
            WHERE t.status = \(Message.Status.inProgress) AND t.conversation_id IS NOT NULL
                AND \(try isAbandoned(at: moment, session)) ORDER BY t.created_at
            """
        ).map(Turn.init).filter { !alive.contains($0.id) }
    }

    /// The same of calls of programs.
    func abandonedCalls(
        except alive: Set<Key<Charge>>, at moment: Timestamp, _ session: any SQLSession
    ) throws(DatabaseError) -> [AbandonedCall] {
        try session.rows(
            """
            SELECT t.id, t.user_id, t.key_id, t.account_id, t.first_output_at FROM charges t LEFT JOIN processes p ON p.id = t.process_id
            WHERE t.status = \(Message.Status.inProgress) AND t.conversation_id IS NULL
                AND \(try isAbandoned(at: moment, session)) ORDER BY t.created_at
            """
        ).map { row throws(DatabaseError) -> AbandonedCall in
            let firstOutput: Timestamp? = try row["first_output_at"]
            return AbandonedCall(
                id: try row["id"], payer: Payer(try row["user_id"], by: try row["key_id"]),
                account: try row["account_id"], hasOutput: firstOutput != nil)
        }.filter { !alive.contains($0.id) }
    }

    /// The same of jobs.
    func abandonedJobs(
        except alive: Set<Key<Job>>, at moment: Timestamp, _ session: any SQLSession
    ) throws(DatabaseError) -> [Key<Job>] {
        try session.rows(
            """
            SELECT t.id FROM jobs t LEFT JOIN processes p ON p.id = t.process_id
            WHERE t.ended_at IS NULL AND \(try isAbandoned(at: moment, session)) ORDER BY t.created_at
            """
        ).map { row throws(DatabaseError) -> Key<Job> in try row["id"] }.filter { !alive.contains($0) }
    }

    /// The same of responses in the background.
    func abandonedResponses(
        except alive: Set<Key<Charge>>, at moment: Timestamp, _ session: any SQLSession
    ) throws(DatabaseError) -> [Key<StoredResponse>] {
        let alive = Set(alive.compactMap(StoredResponse.id(of:)))
        return try session.rows(
            """
            SELECT t.public_id FROM stored_responses t LEFT JOIN processes p ON p.id = t.process_id
            WHERE t.status = \(StoredResponse.Status.inProgress) AND \(try isAbandoned(at: moment, session))
            ORDER BY t.created_at
            """
        ).map { row throws(DatabaseError) -> Key<StoredResponse> in try row["public_id"] }.filter {
            !alive.contains($0)
        }
    }

    /// Conversations of programs that are taken by calls that nobody answers any more: the rows of the takings.
    func abandonedTakings(
        except alive: Set<Key<Charge>>, at moment: Timestamp, _ session: any SQLSession
    ) throws(DatabaseError) -> [Key<Charge>] {
        try session.rows(
            """
            SELECT t.charge_id FROM response_takings t LEFT JOIN processes p ON p.id = t.process_id
            WHERE \(try isAbandoned(at: moment, session))
            """
        ).map { row throws(DatabaseError) -> Key<Charge> in try row["charge_id"] }.filter { !alive.contains($0) }
    }

    /// Of rows `t` that have not ended, and the processes `p` that they run in.
    private func isAbandoned(at moment: Timestamp, _ session: any SQLSession) throws(DatabaseError) -> SQL {
        // One of ours may have begun after somebody looked which of them are alive.
        let hasBegun: SQL = "t.created_at <= \(moment - Self.patience) OR t.created_at > \(moment + Self.longestLead)"
        let ours: SQL = "t.process_id = \(process) AND (\(hasBegun))"
        let others: SQL = "(t.process_id IS NULL OR t.process_id <> \(process)) AND \(try isDead(session))"
        return "((\(ours)) OR (\(others)))"
    }

    /// Forgets who has been dead for long, so that the table stays small.
    func forgetDead(_ session: any SQLSession) throws(DatabaseError) {
        guard let now = try steadyNow(session) else { return }
        try session.execute("DELETE FROM processes WHERE beat_at NOT BETWEEN \(now - 600_000) AND \(now + 600_000)")
    }

    private func isDead(_ session: any SQLSession) throws(DatabaseError) -> SQL {
        guard let now = try steadyNow(session) else { return "p.id IS NULL" }
        return "(p.id IS NULL OR NOT (\(Self.isFresh("p.beat_at", "\(now)"))))"
    }

    /// The time, or nil while this process cannot judge others: as long as its own beats have not come steadily.
    /// After the database was away for a while nobody's have, and all live.
    private func steadyNow(_ session: any SQLSession) throws(DatabaseError) -> Int64? {
        let now = SQL.now(store.database.dialect)
        let row = try session.rows(
            """
            SELECT \(now) AS now FROM processes
            WHERE id = \(process) AND \(Self.isFresh("beat_at", now))
                AND steady_since <= \(now) - \(Self.patienceMilliseconds)
            """
        ).first
        return try row.map { row throws(DatabaseError) in try row["now"] }
    }
}

extension SQL {
    /// Milliseconds since 1970, by the clock of the database.
    static func now(_ dialect: SQLDialect) -> SQL {
        switch dialect {
        case .sqlite: "CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)"
        case .mysql: "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)"
        }
    }
}

/// A call of a program that nobody runs any more.
struct AbandonedCall {
    let id: Key<Charge>
    let payer: Payer
    let account: ID<Account>
    let hasOutput: Bool
}

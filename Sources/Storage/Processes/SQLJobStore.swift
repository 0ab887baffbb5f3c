internal import Database
public import Domain
internal import JSON

/// Jobs in SQL.
public struct SQLJobStore: JobStore {
    private let store: SQLStore
    private let heartbeat: SQLHeartbeat

    init(_ store: SQLStore, _ heartbeat: SQLHeartbeat) {
        self.store = store
        self.heartbeat = heartbeat
    }

    public func begin(_ job: Job, unlessRunning most: Int) async throws(ChatError) {
        try await store.write { session in
            // The row has those that begin at once take turns.
            try session.execute("UPDATE locks SET name = name WHERE name = 'jobs'")
            let owner: SQL = "id = \(job.owner) AND \(Self.mayHave(job.kind))"
            guard try session.exists("users WHERE \(owner)") else { throw ChatError.unauthorized }
            let running = try session.count("jobs WHERE user_id = \(job.owner) AND ended_at IS NULL")
            guard running < most else { throw ChatError.tooManyJobs(limit: most) }
            if job.kind.isExclusive, try session.exists("jobs WHERE ended_at IS NULL AND kind = \(job.kind)") {
                throw ChatError.conflict(.jobRunning)
            }
            try session.execute(
                """
                INSERT INTO jobs
                    (id, user_id, kind, status, is_cancelled, failure, done, total, report, process_id, created_at, ended_at)
                VALUES (\(job.id), \(job.owner), \(job.kind), \(job.status), 0, \(job.failure), \(job.done), \(job.total),
                    \(job.report.serialized), \(heartbeat.process), \(job.createdAt), \(job.endedAt))
                """)
        }
    }

    public func find(_ id: Key<Job>, of owner: ID<User>) async throws(ChatError) -> Job {
        try await store.read { session in
            let row = try session.rows(
                """
                SELECT id, user_id, kind, status, failure, done, total, report, created_at, ended_at
                FROM jobs WHERE id = \(id) AND user_id = \(owner)
                """
            ).first
            guard let row else { throw ChatError.notFound }
            return try Job(row)
        }
    }

    public func save(_ job: Job) async throws(ChatError) {
        try await store.write { session in
            try session.execute(
                """
                UPDATE jobs SET status = \(job.status), failure = \(job.failure), done = \(job.done), total = \(job.total),
                    report = \(job.report.serialized), ended_at = \(job.endedAt)
                WHERE id = \(job.id) AND user_id = \(job.owner) AND ended_at IS NULL
                """)
        }
    }

    public func cancel(_ id: Key<Job>, of owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne("UPDATE jobs SET is_cancelled = 1 WHERE id = \(id) AND user_id = \(owner)")
        }
    }

    public func mayGoOn(_ job: Job) async throws(ChatError) -> Bool {
        let owner: SQL = "id = \(job.owner) AND \(Self.mayHave(job.kind))"
        return try await store.read { session in
            try session.exists(
                """
                jobs WHERE id = \(job.id) AND user_id = \(job.owner) AND ended_at IS NULL AND is_cancelled = 0
                    AND EXISTS (SELECT 1 FROM users WHERE \(owner))
                """)
        }
    }

    public func interrupt(except alive: Set<Key<Job>>, at moment: Timestamp) async throws(ChatError) -> Int {
        try await store.write { session in
            var count = 0
            for id in try heartbeat.abandonedJobs(except: alive, at: moment, session) {
                // One that was to stop has done so.
                count += try session.execute(
                    """
                    UPDATE jobs SET
                        status = CASE WHEN is_cancelled = 1 THEN \(Job.Status.cancelled) ELSE \(Job.Status.failed) END,
                        failure = CASE WHEN is_cancelled = 1 THEN NULL ELSE \(Job.Failure.interrupted) END,
                        ended_at = \(moment)
                    WHERE id = \(id) AND ended_at IS NULL
                    """)
            }
            return count
        }
    }

    public func purge(before moment: Timestamp) async throws(ChatError) {
        try await store.write { try $0.execute("DELETE FROM jobs WHERE ended_at < \(moment)") }
    }

    /// Whether a row of `users` is of somebody who may have jobs of a kind.
    private static func mayHave(_ kind: Job.Kind) -> SQL {
        "status = \(User.Status.enabled) AND role >= \(kind.leastRole)"
    }
}

extension Job {
    fileprivate init(_ row: Row) throws {
        let report: String = try row["report"]
        self.init(
            id: try row["id"], owner: try row["user_id"], kind: try row["kind"], status: try row["status"],
            failure: try row["failure"], done: try row["done"], total: try row["total"],
            report: try JSONValue(parsing: Array(report.utf8)), createdAt: try row["created_at"],
            endedAt: try row["ended_at"])
    }
}

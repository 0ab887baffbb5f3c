internal import Database
public import Domain
public import JSON

/// Answers to programs in SQL, sealed. Every statement that looks for one names the owner.
public struct SQLResponseStore: ResponseStore {
    private let store: SQLStore
    private let ring: Keyring
    private let heartbeat: SQLHeartbeat
    private let scrubber: SQLScrubber

    /// How many are purged in one transaction.
    private static let portion = 100

    init(_ store: SQLStore, _ ring: Keyring, _ heartbeat: SQLHeartbeat, _ scrubber: SQLScrubber) {
        self.store = store
        self.ring = ring
        self.heartbeat = heartbeat
        self.scrubber = scrubber
    }

    public func add(_ response: StoredResponse) async throws(ChatError) {
        let (content, names) = (response.content.packed, response.names)
        let hasPurged = try await store.write { session in
            let owner = response.owner
            // Takes the owner's row: of two that are added at once the second counts the first.
            let enabled: SQL = "id = \(owner) AND status = \(User.Status.enabled)"
            guard try session.execute("UPDATE users SET status = status WHERE \(enabled)") > 0 else {
                throw ChatError.unauthorized
            }
            let isRunning = response.status == .inProgress
            if isRunning {
                let running = try session.count(
                    "stored_responses WHERE status = \(StoredResponse.Status.inProgress) AND user_id = \(owner)")
                guard running < ResponseRules.mostRunning else {
                    throw ChatError.tooManyRunning(limit: ResponseRules.mostRunning)
                }
            }
            try session.execute(
                """
                INSERT INTO stored_responses
                    (public_id, user_id, model, status, is_background, process_id, size, created_at, content)
                VALUES (\(response.id), \(owner), \(response.model), \(response.status), \(response.isBackground),
                    \(isRunning ? heartbeat.process : nil), \(content.count), \(response.createdAt), \([UInt8]()))
                """)
            let row = session.lastInsertID
            let key = try ContentKey(.responseKey, of: row, with: ring, session)
            let sealed = key.seal(content, for: Self.place(response.id))
            try session.execute("UPDATE stored_responses SET content = \(sealed) WHERE id = \(row)")
            try Self.name(names, of: response, session)
            return try Self.dropOldest(of: owner, session)
        }
        if hasPurged { scrubber.note() }
    }

    public func finish(_ response: StoredResponse) async throws(ChatError) -> Bool {
        let (content, names) = (response.content.packed, response.names)
        let isDone = try await store.write { session in
            let one = Self.running(response.id, of: response.owner)
            let row = try session.rows("SELECT id, sealed_key FROM stored_responses WHERE \(one)").first
            guard let row, let stored: [UInt8] = try row["sealed_key"] else { return false }
            let number: Int64 = try row["id"]
            let key = try ContentKey(opening: stored, .responseKey, of: number, with: ring, session)
            let sealed = key.seal(content, for: Self.place(response.id))
            // Looked at again: it may have been cancelled since.
            let change: SQL = """
                UPDATE stored_responses SET status = \(response.status), process_id = NULL, size = \(content.count),
                    content = \(sealed)
                WHERE \(one)
                """
            guard try session.execute(change) > 0 else { return false }
            try Self.name(names, of: response, session)
            return true
        }
        // What it began with.
        scrubber.note()
        return isDone
    }

    public func find(_ id: Key<StoredResponse>, of owner: ID<User>) async throws(ChatError) -> StoredResponse {
        try await store.read { session in
            guard let found = try find(where: Self.one(id, of: owner), of: owner, session).first else {
                throw ChatError.notFound
            }
            return found
        }
    }

    public func find(naming items: Set<Text>, of owner: ID<User>) async throws(ChatError) -> [StoredResponse] {
        let keys = items.compactMap { Key<StoredResponse>(outside: $0) }
        guard !keys.isEmpty else { return [] }
        let named: SQL =
            "SELECT response_id FROM response_item_names WHERE user_id = \(owner) AND item_id IN (\(SQL.list(keys)))"
        return try await store.read { session in
            try find(where: "user_id = \(owner) AND public_id IN (\(named))", of: owner, session)
        }
    }

    private func find(
        where condition: SQL, of owner: ID<User>, _ session: any SQLSession
    ) throws -> [StoredResponse] {
        try session.rows(
            """
            SELECT id, public_id, model, status, is_background, created_at, sealed_key, content FROM stored_responses
            WHERE \(condition) AND sealed_key IS NOT NULL ORDER BY created_at, id
            """
        ).map { row in
            let id: Key<StoredResponse> = try row["public_id"]
            let key = try ContentKey(opening: row["sealed_key"], .responseKey, of: row["id"], with: ring, session)
            return StoredResponse(
                id: id, owner: owner, model: try row["model"], status: try row["status"],
                isBackground: try row["is_background"], createdAt: try row["created_at"],
                content: .init(packed: try key.open(row["content"], for: Self.place(id))))
        }
    }

    private static func name(
        _ items: [Key<StoredResponse>], of response: StoredResponse, _ session: any SQLSession
    ) throws {
        guard !items.isEmpty else { return }
        let rows = items.map { item -> SQL in "(\(response.owner), \(item), \(response.id))" }
        try session.execute(
            "INSERT INTO response_item_names (user_id, item_id, response_id) VALUES \(SQL.list(rows))")
    }

    public func delete(_ id: Key<StoredResponse>, of owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne("DELETE FROM stored_responses WHERE \(Self.one(id, of: owner))")
            try session.execute("DELETE FROM response_item_names WHERE user_id = \(owner) AND response_id = \(id)")
        }
        scrubber.note()
    }

    public func cancel(_ id: Key<StoredResponse>, of owner: ID<User>) async throws(ChatError) -> Bool {
        try await store.write { session in
            try session.execute(
                """
                UPDATE stored_responses SET status = \(StoredResponse.Status.cancelled), process_id = NULL
                WHERE \(Self.running(id, of: owner))
                """) > 0
        }
    }

    private static func one(_ id: Key<StoredResponse>, of owner: ID<User>) -> SQL {
        "user_id = \(owner) AND public_id = \(id)"
    }

    private static func running(_ id: Key<StoredResponse>, of owner: ID<User>) -> SQL {
        "\(one(id, of: owner)) AND status = \(StoredResponse.Status.inProgress)"
    }

    private static func place(_ id: Key<StoredResponse>) -> String { "stored_responses|content|\(id)" }
}

// MARK: Leaving

extension SQLResponseStore {
    /// What is beyond the bounds, whether there was something.
    private static func dropOldest(of owner: ID<User>, _ session: any SQLSession) throws -> Bool {
        let mine: SQL = "stored_responses WHERE user_id = \(owner)"
        let sum = try session.rows(
            "SELECT COUNT(*) AS n, CAST(COALESCE(SUM(size), 0) AS SIGNED) AS bytes FROM \(mine)")[0]
        var (count, bytes): (Int, Int) = (try sum["n"], try sum["bytes"])
        guard count > ResponseRules.most || bytes > ResponseRules.mostBytes else { return false }
        // The newest, which was just added, stays whatever its size.
        let oldest = try session.rows(
            "SELECT id, size, status FROM \(mine) ORDER BY created_at, id LIMIT \(count - 1)")
        var gone: [Int64] = []
        for row in oldest where count > ResponseRules.most || bytes > ResponseRules.mostBytes {
            let (id, size): (Int64, Int) = (try row["id"], try row["size"])
            let status: StoredResponse.Status = try row["status"]
            guard status != .inProgress else { continue }
            gone.append(id)
            (count, bytes) = (count - 1, bytes - size)
        }
        guard !gone.isEmpty else { return false }
        try delete(gone, session)
        return true
    }

    public func interrupt(except alive: Set<Key<Charge>>, at moment: Timestamp)
        async throws(ChatError) -> [Key<Charge>]
    {
        try await store.write { session in
            try heartbeat.abandonedResponses(except: alive, at: moment, session).filter { id in
                // A response's id is its charge's, which no other member has.
                try session.execute(
                    """
                    UPDATE stored_responses SET status = \(StoredResponse.Status.failed), process_id = NULL
                    WHERE public_id = \(id) AND status = \(StoredResponse.Status.inProgress)
                    """) > 0
            }.compactMap(StoredResponse.charge(of:))
        }
    }

    public func purge(before moment: Timestamp) async throws(ChatError) {
        while true {
            let count = try await store.write { session in
                let due: [Int64] = try session.rows(
                    "SELECT id FROM stored_responses WHERE created_at < \(moment) ORDER BY created_at LIMIT \(Self.portion)"
                ).map { try $0["id"] }
                guard !due.isEmpty else { return 0 }
                try Self.delete(due, session)
                return due.count
            }
            guard count > 0 else { return }
            scrubber.note()
        }
    }

    private static func delete(_ rows: [Int64], _ session: any SQLSession) throws {
        let these: SQL = "stored_responses WHERE id IN (\(SQL.list(rows)))"
        // A response's id is its charge's, which no other member has.
        try session.execute(
            "DELETE FROM response_item_names WHERE (user_id, response_id) IN (SELECT user_id, public_id FROM \(these))")
        try session.execute("DELETE FROM \(these)")
    }

    /// With their conversations: the member is deleted.
    static func deleteAll(of owner: ID<User>, _ session: any SQLSession) throws {
        let tables: [SQL] = [
            "stored_responses", "response_item_names", "response_items", "response_takings", "response_conversations",
        ]
        for table in tables {
            try session.execute("DELETE FROM \(table) WHERE user_id = \(owner)")
        }
    }
}

extension StoredResponse {
    /// The ids of what was answered, each once.
    fileprivate var names: [Key<StoredResponse>] {
        Array(Set(output.compactMap { $0["id"]?.text.flatMap { Key<StoredResponse>(outside: $0) } }.prefix(1000)))
    }
}

extension StoredResponse.Content {
    /// One text after the other: JSON has no line break outside its strings, and inside them it is written otherwise.
    fileprivate var packed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(response.count + input.count + context.count + events.count + 3)
        for text in [response, input, context] {
            bytes += text
            bytes.append(10)
        }
        return bytes + events
    }

    fileprivate init(packed bytes: [UInt8]) {
        let parts = bytes.split(separator: 10, maxSplits: 3, omittingEmptySubsequences: false).map { Array($0) }
        let part = { (index: Int) in index < parts.count ? parts[index] : [] }
        self.init(response: part(0), input: part(1), context: part(2), events: part(3))
    }
}

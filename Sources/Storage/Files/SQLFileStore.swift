internal import Database
public import Domain

/// What is known of files, in SQL. Every statement that looks for one names the owner.
public struct SQLFileStore: FileStore {
    private let store: SQLStore
    private let ring: Keyring
    private let scrubber: SQLScrubber

    /// How many deleted files are removed at a time.
    private static let portion = 100

    init(_ store: SQLStore, _ ring: Keyring, _ scrubber: SQLScrubber) {
        self.store = store
        self.ring = ring
        self.scrubber = scrubber
    }

    public func add(_ file: File, under rules: FileRules) async throws(ChatError) {
        try await store.write { session in
            // Takes the owner's row: of two that are announced at once the second counts the first.
            let owner: SQL = "id = \(file.owner) AND status = \(User.Status.enabled)"
            guard try session.execute("UPDATE users SET status = status WHERE \(owner)") > 0 else {
                throw ChatError.unauthorized
            }
            let mine: SQL = "files WHERE user_id = \(file.owner) AND \(File.isThere)"
            let unsent = try session.count("\(mine) AND conversation_id IS NULL")
            guard !rules.countsUnsent || unsent < FileRules.mostUnsent else {
                throw ChatError.file(.tooManyUnsent(limit: FileRules.mostUnsent))
            }
            if let most = rules.mostOfMember {
                guard try File.bytes(of: file.owner, session) + file.size <= most else {
                    throw ChatError.file(.noRoom(limit: most))
                }
            }
            try session.execute(
                """
                INSERT INTO files (public_id, user_id, name, size, state, created_at, made)
                VALUES (\(file.id), \(file.owner), \(file.name), \(file.size), \(FileState.announced), \(file.createdAt),
                    \(file.isMade))
                """)
        }
    }

    public func find(_ id: Key<File>, of owner: ID<User>) async throws(ChatError) -> File {
        try await store.read { session in
            guard let file = try File.find([id], of: owner, session).first else { throw ChatError.notFound }
            return file
        }
    }

    public func fill(_ file: File, sealedWith key: Secret) async throws(ChatError) {
        try await store.write { session in
            let announced: SQL = "\(File.one(file.id, of: file.owner)) AND state = \(FileState.announced)"
            guard let row = try session.rows("SELECT id FROM files WHERE \(announced)").first else {
                throw ChatError.notFound
            }
            let number: Int64 = try row["id"]
            let sealed = try ring.seal(key, for: SealedColumn.fileKey.place(of: number), session)
            try session.executeOnOne(
                """
                UPDATE files SET state = \(FileState.ready), kind = \(file.kind), width = \(file.pixels?.width),
                    height = \(file.pixels?.height), text_size = \(file.text?.size), text_tokens = \(file.text?.tokens),
                    text_cut = \(file.text?.isCut), encoding = \(file.text?.encoding), sealed_key = \(sealed)
                WHERE \(announced)
                """)
        }
    }

    public func note(_ text: FileText?, of id: Key<File>, for owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            // MariaDB counts a row that is as it was before as not changed.
            guard try session.count("files WHERE \(File.one(id, of: owner)) AND state = \(FileState.ready)") == 1 else {
                throw ChatError.notFound
            }
            try session.execute(
                """
                UPDATE files SET text_size = \(text?.size), text_tokens = \(text?.tokens), text_cut = \(text?.isCut),
                    encoding = \(text?.encoding)
                WHERE \(File.one(id, of: owner))
                """)
        }
    }

    public func list(
        _ page: Page, onlyMade: Bool, of owner: ID<User>
    ) async throws(ChatError) -> (files: Listing<File>, bytes: Int) {
        try await store.read { session in
            let made: SQL = onlyMade ? " AND made = 1" : ""
            let mine: SQL = "files WHERE user_id = \(owner) AND state = \(FileState.ready)\(made)"
            let rows = try session.rows(
                "SELECT \(File.columns) FROM \(mine) ORDER BY id DESC LIMIT \(page.limit) OFFSET \(page.offset)")
            let listing = Listing(items: try rows.map(File.init), total: try session.count(mine))
            return (listing, try File.bytes(of: owner, session))
        }
    }

    public func held() async throws(ChatError) -> HeldFiles { try await store.read(File.held) }

    public func key(_ id: Key<File>, of owner: ID<User>) async throws(ChatError) -> Secret {
        try await store.read { session in
            let row = try session.rows("SELECT id, sealed_key FROM files WHERE \(File.one(id, of: owner))").first
            guard let row, let sealed: [UInt8] = try row["sealed_key"] else { throw ChatError.notFound }
            return try ring.open(sealed, for: SealedColumn.fileKey.place(of: row["id"]), session)
        }
    }
}

// MARK: Leaving

extension SQLFileStore {
    public func deleted(of owner: ID<User>?, unsentBefore moment: Timestamp) async throws(ChatError) -> [Key<File>] {
        try await store.write { session in
            if let owner { return try Self.next("user_id = \(owner) AND state = \(FileState.deleted)", session) }
            try File.delete(where: "created_at < \(moment) AND conversation_id IS NULL", session)
            let forgotten: SQL = "(state = \(FileState.removed) AND created_at < \(moment))"
            return try Self.next("state = \(FileState.deleted) OR \(forgotten)", session)
        }
    }

    private static func next(_ condition: SQL, _ session: any SQLSession) throws -> [Key<File>] {
        try session.rows("SELECT public_id FROM files WHERE \(condition) ORDER BY id LIMIT \(portion)").map {
            try $0["public_id"]
        }
    }

    public func noteRemoved(_ files: [Key<File>], forgetting moment: Timestamp) async throws(ChatError) {
        guard !files.isEmpty else { return }
        let gone: SQL = "public_id IN (\(SQL.list(files))) AND state IN (\(FileState.deleted), \(FileState.removed))"
        try await store.write { session in
            try session.execute("DELETE FROM files WHERE \(gone) AND created_at < \(moment)")
            try session.execute("UPDATE files SET state = \(FileState.removed) WHERE \(gone)")
        }
        // Their names.
        scrubber.note()
    }
}

internal import CSQLite

/// One SQLite handle with its prepared statements. Belongs to one thread.
final class SQLiteConnection: SQLSession {
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]

    enum Role { case writer, reader }

    /// How long somebody else's lock is waited for, in milliseconds.
    private static let patience: Int32 = 5000

    init(_ path: String, as role: Role) throws(DatabaseError) {
        var handle: OpaquePointer?
        let create = role == .writer ? SQLITE_OPEN_CREATE : 0
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create, nil)
        guard let handle else { throw DatabaseError(.io, "cannot open \(path)") }
        self.handle = handle
        // From here on `deinit` closes it, also when this throws.
        guard code == SQLITE_OK else { throw DatabaseError(code: code, of: handle) }
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Self.patience)
        guard csqlite_add_instr(handle) == SQLITE_OK else { throw DatabaseError(code: SQLITE_ERROR, of: handle) }
        try harden()
        switch role {
        case .writer: try prepareToWrite()
        case .reader: try prepareToRead()
        }
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    var lastInsertID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// False also when SQLite itself rolled the transaction back, as it does when the disk is full.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        var rows: [Row] = []
        try statement(sql.text).run(sql.values, on: handle) { rows.append($0) }
        return rows
    }

    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        try statement(sql.text).run(sql.values, on: handle) { _ in }
        return Int(sqlite3_changes64(handle))
    }

    @discardableResult
    func outcomes(of statements: [SQL]) throws(DatabaseError) -> [SQLOutcome] {
        var outcomes: [SQLOutcome] = []
        do {
            for sql in statements {
                let rows = try rows(sql)
                outcomes.append(SQLOutcome(rows: rows, count: Int(sqlite3_changes64(handle))))
            }
        } catch {
            var error = error
            error.place = outcomes.count
            throw error
        }
        return outcomes
    }

    /// Waits for readers for a moment only: writers wait meanwhile, and somebody may read for long, as a backup does.
    func emptyLog() throws(DatabaseError) -> Bool {
        sqlite3_busy_timeout(handle, 100)
        defer { sqlite3_busy_timeout(handle, Self.patience) }
        let isBusy: Bool? = try rows("PRAGMA wal_checkpoint(TRUNCATE)").first?["busy"]
        return isBusy == false
    }

    private func statement(_ text: String) throws(DatabaseError) -> SQLiteStatement {
        if let statement = statements[text] { return statement }
        // The product's statements are far fewer; emptying the whole keeps the bound without bookkeeping.
        if statements.count >= 256 { statements = [:] }
        let statement = try SQLiteStatement(text, on: handle)
        statements[text] = statement
        return statement
    }

    /// A damaged or hostile file cannot run code or change the schema behind our back.
    private func harden() throws(DatabaseError) {
        csqlite_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        try execute("PRAGMA trusted_schema = OFF")
        try execute("PRAGMA cell_size_check = ON")
        try execute("PRAGMA foreign_keys = ON")
        try execute("PRAGMA mmap_size = 0")
        // In KiB. The system has the file in its own cache: with four times as much nothing was faster.
        try execute("PRAGMA cache_size = -512")
    }

    private func prepareToWrite() throws(DatabaseError) {
        let mode: String? = try rows("PRAGMA journal_mode = WAL").first?["journal_mode"]
        guard mode == "wal" else { throw DatabaseError(.io, "the file system cannot hold a write-ahead log") }
        try execute("PRAGMA synchronous = FULL")
        // In pages. Who writes meanwhile waits for it: with four times as many, the slowest in a hundred of a crowd's questions
        // waited 2 ms longer, and nothing was cheaper.
        try execute("PRAGMA wal_autocheckpoint = 250")
        try execute("PRAGMA journal_size_limit = 67108864")
        // Also pages that come free are overwritten, so that what was deleted is nowhere in the file (see `emptyLog`). Answers that
        // grow use theirs again at once, so that this costs nothing but where something is deleted.
        try execute("PRAGMA secure_delete = ON")
    }

    /// Only the writer may checkpoint: see `FolderLock`.
    private func prepareToRead() throws(DatabaseError) {
        csqlite_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        try execute("PRAGMA wal_autocheckpoint = 0")
        try execute("PRAGMA query_only = ON")
    }
}

internal import CMariaDB

/// One connection with its prepared statements. Belongs to one thread.
///
/// After an error that is more than the refusal of a value nothing is sent any more until the transaction has been
/// undone; and unless the exchange was surely complete, never again: an answer that was not read wholly must not
/// become the answer to the next question. The library's own error flags are never cleared.
final class MySQLConnection: SQLSession {
    private let handle: UnsafeMutablePointer<MYSQL>
    private let role: Role
    private var statements: [String: MySQLStatement] = [:]
    private(set) var lastInsertID: Int64 = 0
    /// Why the transaction cannot go on.
    private(set) var failure: MySQLFailure?
    /// What went wrong with one of several statements: nobody knows which others were carried out.
    private var spoiling: DatabaseError?
    /// Whether the server was told to commit; what came of it is unknown when the connection is lost then.
    private(set) var isCommitting = false
    /// Whether a COMMIT was sent whose answer has not been read.
    private var isCommitUnanswered = false
    /// Whether an exchange has succeeded since it was opened.
    private(set) var hasServed = false

    enum Role { case writer, reader, migrator }

    init(to server: MySQLServer, as role: Role) throws(DatabaseError) {
        _ = Self.library
        guard let handle = mysql_init(nil) else { throw DatabaseError(.other, "no memory for a connection") }
        self.handle = handle
        self.role = role
        // From here on `deinit` closes it, also when this throws.
        configure(for: server)
        let socket = server.socketPath
        let opened = mysql_real_connect(
            handle, socket == nil ? server.host : nil, server.user, server.password, server.database,
            UInt32(server.port), socket, UInt(CLIENT_FOUND_ROWS))
        guard opened != nil else { throw currentFailure().error }
        do {
            for setting in settings(server.timeouts) { try send(setting) }
        } catch { throw error.error }
    }

    /// Before its statements, which are told so: closing one of them otherwise sends something, or reads.
    deinit { mysql_close(handle) }

    /// Once, before there are threads that use it.
    private static let library = mysql_server_init(0, nil, nil)

    // MARK: Statements

    func rows(_ sql: SQL) throws(DatabaseError) -> [Row] { try outcomes(of: [sql])[0].rows }

    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int { try outcomes(of: [sql])[0].count }

    @discardableResult
    func outcomes(of batch: [SQL]) throws(DatabaseError) -> [SQLOutcome] {
        if let failure { throw failure.error }
        do {
            let statements = try prepare(batch)
            try send(batch, by: statements)
            return try receive(statements)
        } catch {
            if batch.count > 1 { spoiling = error }
            throw error
        }
    }

    private func prepare(_ batch: [SQL]) throws(DatabaseError) -> [MySQLStatement] {
        do {
            return try batch.map { sql throws(MySQLFailure) in try statement(sql.text) }
        } catch {
            if !isComplete(error) { failure = error }
            throw error.error
        }
    }

    /// All of it, before any answer is read.
    private func send(_ batch: [SQL], by statements: [MySQLStatement]) throws(DatabaseError) {
        set(MARIADB_OPT_SKIP_READ_RESPONSE, my_bool(1))
        defer { set(MARIADB_OPT_SKIP_READ_RESPONSE, my_bool(0)) }
        do {
            for (statement, sql) in zip(statements, batch) { try statement.send(sql.values) }
        } catch {
            failure = error
            throw error.error
        }
    }

    /// Every answer, also after one that is an error.
    private func receive(_ statements: [MySQLStatement]) throws(DatabaseError) -> [SQLOutcome] {
        var outcomes: [SQLOutcome] = []
        var first: DatabaseError?
        for (place, statement) in statements.enumerated() {
            do {
                let outcome = try statement.receive()
                if outcome.insertID > 0 { lastInsertID = outcome.insertID }
                outcomes.append(SQLOutcome(rows: outcome.rows, count: outcome.count))
            } catch {
                if first == nil {
                    first = error.error
                    first?.place = place
                }
                if !isComplete(error), failure == nil || error.isLoss { failure = error }
                // The next answer could be the rest of this one.
                if isBroken { break }
            }
        }
        if let first { throw first }
        hasServed = true
        return outcomes
    }

    /// Whether what follows in the transaction may be sent. Changes of a schema are each a transaction of their own.
    private func isComplete(_ error: MySQLFailure) -> Bool {
        error.isRefusal || role == .migrator && !error.isLoss
    }

    private func statement(_ text: String) throws(MySQLFailure) -> MySQLStatement {
        if let statement = statements[text] { return statement }
        // The product's statements are far fewer; emptying the whole keeps the bound without bookkeeping.
        if statements.count >= 256 { statements = [:] }
        let statement = try MySQLStatement(text, on: handle)
        statements[text] = statement
        return statement
    }
}

// MARK: Transactions

extension MySQLConnection {
    /// Runs `body` and commits, or undoes the whole of it. What went wrong on the connection is in `failure`.
    ///
    /// The transaction begins by itself with the first statement.
    func transaction<T>(_ body: (any SQLSession) throws -> T) throws -> T {
        spoiling = nil
        do {
            try takeAnswerToCommit()
            let value = try body(self)
            // The body may have gone on after an error that it must not go on after.
            if let error = failure?.error ?? spoiling { throw error }
            if role == .reader { leaveTransaction() } else { try commit() }
            return value
        } catch {
            if !isBroken { try? control("ROLLBACK") }
            throw error
        }
    }

    private func commit() throws(DatabaseError) {
        isCommitting = true
        try control("COMMIT")
        isCommitting = false
    }

    /// Nobody needs the answer to the COMMIT of one who has only read: it is taken before anything else is asked. That it
    /// could not be sent is found then, too; what was read is whole.
    private func leaveTransaction() {
        let text: StaticString = "COMMIT"
        isCommitUnanswered = mysql_send_query(handle, text.description, UInt(text.utf8CodeUnitCount)) == 0
        if !isCommitUnanswered { failure = currentFailure() }
    }

    private func takeAnswerToCommit() throws(DatabaseError) {
        if let failure { throw failure.error }
        guard isCommitUnanswered else { return }
        isCommitUnanswered = false
        if mysql_read_query_result(handle) != 0 {
            let failure = currentFailure()
            self.failure = failure
            throw failure.error
        }
    }

    /// True when the connection must be destroyed.
    var isBroken: Bool { failure.map { !$0.isContention } ?? false }

    /// After a transaction that another one was in the way of.
    func prepareForNext() {
        if !isBroken { failure = nil }
        isCommitting = false
    }

    private func control(_ statement: StaticString) throws(DatabaseError) {
        do {
            try send(statement.description)
        } catch {
            failure = error
            throw error.error
        }
    }

    /// For statements without values and without a result.
    private func send(_ statement: String) throws(MySQLFailure) {
        guard mysql_real_query(handle, statement, UInt(statement.utf8.count)) == 0 else { throw currentFailure() }
        guard mysql_field_count(handle) == 0 else { throw MySQLFailure("a control statement has a result") }
    }

    private func currentFailure() -> MySQLFailure {
        MySQLFailure(
            code: mysql_errno(handle), state: String(cString: mysql_sqlstate(handle)),
            text: String(cString: mysql_error(handle)), tellsText: true)
    }
}

// MARK: Opening

extension MySQLConnection {
    /// The names and the version of the server: MariaDB and MySQL differ in some variables.
    var isMariaDB: Bool { String(cString: mysql_get_server_info(handle)).contains("MariaDB") }

    private func configure(for server: MySQLServer) {
        let times = server.timeouts
        set(MYSQL_OPT_CONNECT_TIMEOUT, UInt32(times.connect))
        // A change of the schema may take long; somebody looks at the start.
        set(MYSQL_OPT_READ_TIMEOUT, role == .migrator ? 3600 : UInt32(times.read))
        set(MYSQL_OPT_WRITE_TIMEOUT, UInt32(times.write))
        set(MYSQL_OPT_RECONNECT, my_bool(0))
        set(MYSQL_OPT_LOCAL_INFILE, UInt32(0))
        set(MYSQL_OPT_PROTOCOL, (server.socketPath == nil ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET).rawValue)
        mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        let isRemote: my_bool = server.isRemote ? 1 : 0
        set(MYSQL_OPT_SSL_ENFORCE, isRemote)
        set(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, isRemote)
        if server.isRemote {
            mysql_options(handle, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3")
            if !server.authorities.isEmpty { mysql_options(handle, MYSQL_OPT_SSL_CA, server.authorities) }
        }
    }

    private func set<Value: BitwiseCopyable>(_ option: mysql_option, _ value: Value) {
        withUnsafePointer(to: value) { _ = mysql_options(handle, option, $0) }
    }

    /// Readers see one state of the database in all queries of a transaction. Writers see what is committed when
    /// they ask, so what they find after they took a row's lock is the newest there is; and they lock no gaps.
    private func settings(_ times: MySQLServer.Timeouts) -> [String] {
        let isMigrator = role == .migrator
        let limit = isMigrator ? 0 : times.statement
        let statementLimit = isMariaDB ? "max_statement_time = \(limit)" : "max_execution_time = \(limit * 1000)"
        let isolation = role == .reader ? "REPEATABLE READ, READ ONLY" : "READ COMMITTED, READ WRITE"
        return [
            """
            SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,\
            NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', time_zone = '+00:00', autocommit = \(isMigrator ? 1 : 0), \
            innodb_lock_wait_timeout = \(times.lock), lock_wait_timeout = \(isMigrator ? 60 : times.lock), \
            \(statementLimit)
            """,
            "SET SESSION TRANSACTION ISOLATION LEVEL \(isolation)",
        ]
    }
}

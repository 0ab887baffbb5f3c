import Database
import Synchronization

/// A database that counts what it is asked: each statement once, also of several that are sent at once.
final class CountedDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let count = Mutex(0)

    init(_ base: any SQLDatabase) { self.base = base }

    var statements: Int { count.withLock { $0 } }
    var dialect: SQLDialect { base.dialect }

    func read<T: Sendable>(_ body: @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await base.read { try body(CountedSession($0, self)) }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await base.write { try body(CountedSession($0, self)) }
    }

    func scrub() async throws -> Bool { try await base.scrub() }

    func changeSchema<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await base.changeSchema(body)
    }

    fileprivate func note(_ statements: Int) { count.withLock { $0 += statements } }
}

private struct CountedSession: SQLSession {
    private let base: any SQLSession
    private let database: CountedDatabase

    init(_ base: any SQLSession, _ database: CountedDatabase) {
        self.base = base
        self.database = database
    }

    func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        database.note(1)
        return try base.rows(sql)
    }

    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        database.note(1)
        return try base.execute(sql)
    }

    func outcomes(of statements: [SQL]) throws(DatabaseError) -> [SQLOutcome] {
        database.note(statements.count)
        return try base.outcomes(of: statements)
    }

    var lastInsertID: Int64 { base.lastInsertID }
}

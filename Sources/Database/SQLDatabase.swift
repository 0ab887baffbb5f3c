/// An SQL engine: SQLite in process, or a server.
public protocol SQLDatabase: Sendable {
    var dialect: SQLDialect { get }

    /// Runs `body` on a connection that cannot write. All its queries see one state of the database, which
    /// holds every write that had returned before. `body` may be run a second time.
    func read<T: Sendable>(_ body: @Sendable (any SQLSession) throws -> T) async throws -> T

    /// Runs `body` in a transaction and returns when it is durable; an error undoes the whole of it. Once called,
    /// it is carried out whether or not the caller is cancelled. `body` may be run a second time after the first
    /// was undone, so it must act on its session alone.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T

    /// Takes what was deleted before out of the database's files, as far as a client can. False when something was in the way,
    /// such as somebody who reads a former state: then it is to be tried again.
    func scrub() async throws -> Bool

    /// Runs `body`, which changes the schema, while no other process does. MySQL commits each of its statements by
    /// itself; SQLite undoes the whole of them after an error.
    @discardableResult
    func changeSchema<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T
}

/// A connection lent to a closure.
public protocol SQLSession {
    func rows(_ sql: SQL) throws(DatabaseError) -> [Row]
    /// How many rows were found to change, also where the new values equal the old (`CLIENT_FOUND_ROWS` on MySQL).
    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int
    /// What each of several statements came to, which are sent at once: to a server that is one journey. They are carried
    /// out in their order. Throws the error of the first that failed, with its `place`; those after it may have been
    /// carried out, so the transaction must be given up.
    ///
    /// No statement needs the answer to another. All statements or all answers together are small: a server that nobody
    /// listens to while it is spoken to must not have to wait.
    @discardableResult
    func outcomes(of statements: [SQL]) throws(DatabaseError) -> [SQLOutcome]
    /// What `AUTO_INCREMENT` gave the last inserted row of this session.
    var lastInsertID: Int64 { get }
}

/// What a statement came to.
public struct SQLOutcome: Sendable {
    public let rows: [Row]
    /// As `SQLSession.execute` counts.
    public let count: Int
}

/// Which file of a migration an engine takes.
public enum SQLDialect: Sendable { case sqlite, mysql }

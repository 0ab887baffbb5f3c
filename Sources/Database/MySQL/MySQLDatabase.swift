/// A MySQL or MariaDB server, over a few connections that block, each on a thread of its own. One half of them reads,
/// the other writes; writes that wait at the same moment share a transaction.
///
/// It connects when it is first used, and again by itself after the server was away.
public final class MySQLDatabase: SQLDatabase {
    private let connector: MySQLConnector
    private let readers: MySQLPool
    private let writers: MySQLWriters

    public var dialect: SQLDialect { .mysql }

    public init(_ server: MySQLServer) {
        let connector = MySQLConnector(server)
        let half = max(1, server.connections / 2)
        self.connector = connector
        readers = MySQLPool(of: half) { MySQLWorker(connector, as: .reader) }
        writers = MySQLWriters(of: max(half, server.connections - half)) { MySQLWorker(connector, as: .writer) }
    }

    public func read<T: Sendable>(_ body: @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await readers.lend { worker in try await worker.run(body) }
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await writers.write(body)
    }

    /// On a connection of its own, which waits up to a minute for another process that does the same.
    @discardableResult
    public func changeSchema<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        let worker = MySQLWorker(connector, as: .migrator)
        do {
            let value = try await worker.run { session in try alone(session, body) }
            await worker.close()
            return value
        } catch {
            await worker.close()
            throw error
        }
    }

    /// The server overwrites what was deleted by itself, if it is told to (see `warnings`).
    public func scrub() async throws -> Bool { true }

    /// Calls under way end first. Later calls throw.
    public func close() async {
        await readers.close()
        await writers.close()
    }
}

/// The server frees the lock also when the connection ends.
private func alone<T>(_ session: any SQLSession, _ body: (any SQLSession) throws -> T) throws -> T {
    // The lock is the server's, not the database's; names have 64 characters at most.
    let name: SQL = "LEFT(CONCAT('chatmirror schema ', DATABASE()), 64)"
    let isOurs: Int? = try session.rows("SELECT GET_LOCK(\(name), 60) AS locked")[0]["locked"]
    guard isOurs == 1 else { throw DatabaseError(.busy, "another process has been changing the schema for a minute") }
    return try body(session)
}

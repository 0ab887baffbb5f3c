internal import Transport

/// A connection that cannot write, on a thread of its own.
actor SQLiteReader {
    private let thread = SerialThread()
    private var connection: SQLiteConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ path: String) throws(DatabaseError) {
        connection = try SQLiteConnection(path, as: .reader)
    }

    func close() { connection = nil }

    /// In a transaction, so that a list and its count tell of the same moment.
    func read<T: Sendable>(_ body: @Sendable (any SQLSession) throws -> T) throws -> T {
        guard let connection else { throw DatabaseError.closed }
        try connection.execute("BEGIN")
        do {
            let value = try body(connection)
            try connection.execute("COMMIT")
            return value
        } catch {
            if connection.isInTransaction { try connection.execute("ROLLBACK") }
            throw error
        }
    }
}

import Synchronization
internal import Transport

/// The one connection that writes and checkpoints, on a thread of its own.
///
/// Group commit: every write that waits when the thread comes free goes into one transaction, so that many share
/// the cost of one `fsync`. Each has a savepoint, so an error undoes only the write that made it.
actor SQLiteWriter {
    private let thread = SerialThread()
    private nonisolated let queue = Mutex<[any QueuedWrite]>([])
    /// Transactions made durable since the start.
    nonisolated let commits = Atomic<Int>(0)
    private var connection: SQLiteConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ path: String) throws(DatabaseError) {
        connection = try SQLiteConnection(path, as: .writer)
    }

    nonisolated func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        let write = PendingWrite(body)
        queue.withLock { $0.append(write) }
        // Whoever came first has taken this write along, or this call takes it: it was queued before.
        await commitQueued()
        return try write.result()
    }

    func close() { connection = nil }

    /// Brings all of the write-ahead log into the file and leaves the log empty. False when somebody reads what is in it.
    func emptyLog() throws(DatabaseError) -> Bool {
        guard let connection else { throw .closed }
        return try connection.emptyLog()
    }

    private func commitQueued() {
        let batch = queue.withLock { queue in
            defer { queue = [] }
            return queue
        }
        guard !batch.isEmpty else { return }
        do {
            try commit(batch)
        } catch  where error.kind == .full && batch.count > 1 {
            // The one that does not fit must not take along those that do.
            for write in batch { commitAlone(write) }
        } catch {
            for write in batch { write.fail(error) }
        }
    }

    private func commitAlone(_ write: any QueuedWrite) {
        do { try commit([write]) } catch { write.fail(error) }
    }

    /// Throws when the transaction as a whole is lost.
    private func commit(_ batch: [any QueuedWrite]) throws(DatabaseError) {
        guard let connection else { throw .closed }
        try connection.execute("BEGIN IMMEDIATE")
        do {
            for write in batch { try perform(write, on: connection) }
            try connection.execute("COMMIT")
            commits.wrappingAdd(1, ordering: .relaxed)
        } catch {
            if connection.isInTransaction { try connection.execute("ROLLBACK") }
            throw error
        }
    }

    private func perform(_ write: any QueuedWrite, on connection: SQLiteConnection) throws(DatabaseError) {
        try connection.execute("SAVEPOINT one_write")
        do {
            try write.run(in: connection)
            try connection.execute("RELEASE one_write")
        } catch {
            guard connection.isInTransaction else {
                throw error as? DatabaseError ?? DatabaseError(.other, "the transaction was lost")
            }
            write.fail(error)
            try connection.execute("ROLLBACK TO one_write")
            try connection.execute("RELEASE one_write")
        }
    }
}

extension DatabaseError {
    static var closed: DatabaseError { DatabaseError(.other, "the database is closed") }
}

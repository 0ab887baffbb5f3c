import Glibc
internal import Transport

/// A connection that blocks, on a thread of its own. Opens it when it is needed, and again after it was lost.
actor MySQLWorker {
    private let thread = SerialThread(named: "mysql")
    private let connector: MySQLConnector
    private let role: MySQLConnection.Role
    private var connection: MySQLConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ connector: MySQLConnector, as role: MySQLConnection.Role) {
        self.connector = connector
        self.role = role
    }

    func close() { connection = nil }

    /// Runs `body` in a transaction, again if it was undone for a reason that has nothing to do with it.
    func run<T>(_ body: (any SQLSession) throws -> T) throws -> T {
        let start = MonotonicTime.now
        var attempt = 1
        while true {
            let connection = try open()
            let wasOpen = connection.hasServed
            do {
                return try connection.transaction(body)
            } catch {
                let failure = connection.failure
                let isOutcomeKnown = !connection.isCommitting
                release(connection)
                // Half a change of the schema is there to stay: once more would begin in the middle.
                guard let failure, role != .migrator, attempt < Self.attempts,
                    MonotonicTime.now - start < Self.patience
                else { throw error }
                if failure.isContention {
                    usleep(.random(in: 0...(2000 << UInt32(attempt))))
                } else {
                    // A connection that was idle may have been lost long ago, as when the server was restarted.
                    guard failure.isLoss, wasOpen, isOutcomeKnown else { throw error }
                }
                attempt += 1
            }
        }
    }

    /// Carries out every write of the batch, all in one transaction if nothing is wrong with any of them.
    func commit(_ batch: [any QueuedWrite]) {
        if batch.count > 1, commitTogether(batch) { return }
        for write in batch {
            do { try run { try write.run(in: $0) } } catch { write.fail(error) }
        }
    }

    /// False when nothing was kept and each may be tried alone.
    private func commitTogether(_ batch: [any QueuedWrite]) -> Bool {
        let start = MonotonicTime.now
        guard let connection = try? open() else { return false }
        do {
            try connection.transaction { session in for write in batch { try write.run(in: session) } }
            return true
        } catch {
            let isLost = connection.failure?.isLoss == true
            // Told to commit, the server may have; and if it is silent it will be so to each of them.
            let isOver = isLost && (connection.isCommitting || MonotonicTime.now - start > .seconds(1))
            release(connection)
            if isOver { for write in batch { write.fail(error) } }
            return isOver
        }
    }

    private static let attempts = 6
    private static let patience = Duration.seconds(5)

    private func open() throws(DatabaseError) -> MySQLConnection {
        if let connection { return connection }
        let new = try connector.connect(as: role)
        connection = new
        return new
    }

    private func release(_ connection: MySQLConnection) {
        connection.prepareForNext()
        if connection.isBroken { self.connection = nil }
    }
}

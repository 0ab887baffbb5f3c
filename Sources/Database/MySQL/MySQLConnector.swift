import Synchronization
internal import Transport

/// Opens connections to one server. While the server cannot be reached, only one attempt in half a second is made:
/// callers hear at once that it is away, and do not queue up behind each other's time-outs.
final class MySQLConnector: Sendable {
    private let server: MySQLServer
    private let outage = Mutex<(until: MonotonicTime, error: DatabaseError)?>(nil)

    init(_ server: MySQLServer) { self.server = server }

    /// Blocks.
    func connect(as role: MySQLConnection.Role) throws(DatabaseError) -> MySQLConnection {
        if let outage = outage.withLock({ $0 }), MonotonicTime.now < outage.until { throw outage.error }
        do {
            let connection = try MySQLConnection(to: server, as: role)
            outage.withLock { $0 = nil }
            return connection
        } catch {
            outage.withLock { $0 = (MonotonicTime.now + .milliseconds(500), error) }
            throw error
        }
    }
}

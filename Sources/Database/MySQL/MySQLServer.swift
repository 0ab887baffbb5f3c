internal import Transport

/// A MySQL or MariaDB server, and the account on it.
public struct MySQLServer: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// A name, an address, or the path of a unix socket (`/run/mysqld/mysqld.sock`, also with `unix:` before it).
    public var host: String
    public var port: Int
    public var user: String
    public var password: String
    public var database: String
    /// A file of certificates that vouch for a remote server; empty for those of the system.
    public var authorities = ""
    /// How many connections at most, half of them for reading.
    public var connections = 8
    public var timeouts = Timeouts()

    public init(host: String, port: Int = 3306, user: String, password: String, database: String) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
    }

    /// Whole seconds. A statement may take less than a read, so that the server's word comes first.
    public struct Timeouts: Sendable {
        public var connect = 5
        public var read = 10
        public var write = 10
        public var statement = 5
        public var lock = 2

        public init() {}
    }

    /// Without the password.
    public var description: String { "\(user)@\(socketPath ?? "\(host):\(port)")/\(database)" }
    public var debugDescription: String { description }

    var socketPath: String? {
        if host.hasPrefix("unix:") { return String(host.dropFirst(5)) }
        return host.hasPrefix("/") ? host : nil
    }

    /// What leaves the machine is encrypted, and the server proves who it is.
    var isRemote: Bool {
        guard socketPath == nil, host != "localhost" else { return false }
        return IPAddress(host)?.isLoopback != true
    }
}

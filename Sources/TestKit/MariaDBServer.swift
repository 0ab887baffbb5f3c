public import Database
import Glibc
import Synchronization

/// A real MariaDB server in a temporary folder, on a private unix socket. It ends with this process, however that ends.
public final class MariaDBServer: Sendable {
    /// Serves all tests of this process that need no server of their own; its commits are not flushed.
    public static func shared() throws -> MariaDBServer { try sharedServer.get() }

    private let folder: String
    private let settings: [String]
    private let process = Mutex<WatchedShell?>(nil)
    private let databases = Atomic<Int>(0)
    private let password = Int.random(in: 0...Int.max)

    private static let sharedServer = Result {
        try MariaDBServer(settings: ["--innodb-flush-log-at-trx-commit=0"], isEncrypting: true)
    }

    /// Returns when the server answers. It offers TLS if it `isEncrypting`.
    public init(settings: [String] = [], isEncrypting: Bool = false) throws {
        var template = Array("/tmp/chatmirror-mariadb-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw MariaDBTrouble("no temporary folder") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let secrets = isEncrypting ? ["--ssl-cert=\(folder)/certificate.pem", "--ssl-key=\(folder)/key.pem"] : []
        self.settings = settings + secrets
        mkdir(folder + "/tmp", 0o700)
        try writeAccounts()
        if isEncrypting { try makeCertificate() }
        try start()
    }

    deinit { process.withLock { $0?.end(removing: folder) } }

    public var socket: String { folder + "/server.sock" }

    /// Vouches for the server, as its own authority, under the address `0.0.0.0` alone.
    public var certificate: String { folder + "/certificate.pem" }

    /// How to reach a new, empty database of this server.
    public func newDatabase() throws -> MySQLServer {
        let name = "chatmirror_\(databases.wrappingAdd(1, ordering: .relaxed).newValue)"
        try administer("CREATE DATABASE \(name)")
        return MySQLServer(host: socket, user: "chatmirror", password: "\(password)", database: name)
    }

    /// The file in which a table lies, with all that was done to it until now.
    public func file(of table: String, in database: String) throws -> String {
        try administer("SET GLOBAL innodb_max_purge_lag_wait = 0")
        try administer("FLUSH TABLES \(database).\(table) FOR EXPORT")
        return "\(folder)/data/\(database)/\(table).ibd"
    }

    /// Runs statements, separated by semicolons, as an administrator. Returns the first column of the first one's rows.
    @discardableResult
    public func administer(_ statements: String) throws -> [String] {
        try MariaDBAdministrator(socket: socket, password: "\(password)").run(statements)
    }

    /// As `kill -9` does; returns when the process is gone.
    public func kill() { process.withLock { $0?.end(removing: nil) } }

    /// After `kill`.
    public func start() throws {
        let server = try Self.path("mariadbd", "/usr/sbin/mariadbd")
        let installation = try installation()
        let options = Self.common + settings + places + ["--socket=\(socket)"]
        process.withLock { process in
            process = WatchedShell(
                """
                { [ -d \(folder)/data ] || \(installation) >\(folder)/install.log 2>&1 || { touch \(folder)/failed; exit; }
                exec \(server) \(options.joined(separator: " ")) --init-file=\(folder)/accounts.sql; }
                """, in: folder)
        }
        for _ in 0..<1500 {
            if (try? administer("SELECT 1")) != nil { return }
            if access(folder + "/failed", F_OK) == 0 {
                throw MariaDBTrouble("mariadb-install-db failed: \(lastWords("install.log"))")
            }
            usleep(20_000)
        }
        throw MariaDBTrouble("mariadbd does not answer; its last words: \(lastWords("server.log"))")
    }

    private func installation() throws -> String {
        let installer = try Self.path("mariadb-install-db", "/usr/bin/mariadb-install-db")
        let options = ["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", Self.smallLog]
        return ([installer] + options + places).joined(separator: " ")
    }

    /// Read at every start of the server.
    private func writeAccounts() throws {
        let file = fopen(folder + "/accounts.sql", "we")
        guard file != nil, fputs(accounts, file) >= 0, fclose(file) == 0 else { throw MariaDBTrouble("no file") }
    }

    private func makeCertificate() throws {
        let command = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test \
            -addext subjectAltName=IP:0.0.0.0 -keyout \(folder)/key.pem -out \(certificate)
            """
        guard system("\(command) >\(folder)/openssl.log 2>&1 </dev/null") == 0 else {
            throw MariaDBTrouble("openssl failed: \(lastWords("openssl.log"))")
        }
    }

    /// The product's account may do no more than its databases need.
    private var accounts: String {
        """
        CREATE USER IF NOT EXISTS chatmirror@localhost IDENTIFIED BY '\(password)';
        GRANT ALL ON `chatmirror\\_%`.* TO chatmirror@localhost;
        ALTER USER root@localhost IDENTIFIED BY '\(password)';

        """
    }

    /// A server that starts clears the temporary folder, also of what another one keeps there.
    private var places: [String] { Self.asRoot + ["--datadir=\(folder)/data", "--tmpdir=\(folder)/tmp"] }

    private static let smallLog = "--innodb-log-file-size=8M"
    private static let asRoot = geteuid() == 0 ? ["--user=root"] : []
    private static let common = [
        "--no-defaults", "--skip-networking", "--skip-name-resolve", "--skip-log-bin", smallLog,
        "--innodb-buffer-pool-size=32M", "--key-buffer-size=1M", "--aria-pagecache-buffer-size=1M",
        "--performance-schema=OFF", "--max-connections=300", "--max-allowed-packet=64M", "--thread-stack=256K",
        "--innodb-immediate-scrub-data-uncompressed=ON",
    ]

    private static func path(_ name: String, _ usual: String) throws -> String {
        guard access(usual, X_OK) != 0 else { return usual }
        throw MariaDBTrouble("\(name) is not installed (\(usual)): these tests need a real MariaDB, run scripts/test")
    }

    private func lastWords(_ log: String) -> String {
        guard let file = fopen("\(folder)/\(log)", "re") else { return "none" }
        defer { fclose(file) }
        fseek(file, -2000, SEEK_END)
        var text = [UInt8](repeating: 0, count: 2000)
        let count = fread(&text, 1, text.count, file)
        return String(decoding: text.prefix(count), as: UTF8.self)
    }
}

/// Why there is no server to test with.
public struct MariaDBTrouble: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}

import Database
import Domain
import Foundation
import Storage
import Transport

/// Makes an administrator, or gives an existing user a new password and the administrator's role.
struct CreateAdmin {
    private let configuration: Configuration
    private let username: String

    init(_ configuration: Configuration, username: String) {
        self.configuration = configuration
        self.username = User.name(username)
    }

    /// The server must not run: it has the data folder for itself.
    func run() async throws {
        guard !username.isEmpty else { throw ConfigurationError("an administrator has a name") }
        let database = try await OpenDatabase(configuration)
        let storage = try await OpenStorage(database, configuration).sql
        let password = try readPassword()
        let hash = try await PasswordHasher().hash(password, in: .signedIn)
        let users = storage.users
        let user: User
        if var found = try await users.credentials(of: username)?.user {
            found.role = .root
            found.status = .enabled
            try await users.update(found)
            try await users.setPassword(hash, of: found.id)
            try await storage.sessions.deleteAll(of: found.id)
            user = found
            print("\(username) is an administrator and has a new password.")
        } else {
            user = try await users.create(
                NewUser(username: username, passwordHash: hash, role: .root, createdAt: SystemClock().now))
            print("\(username) is an administrator.")
        }
        try await storage.audit.append(
            AuditEntry(
                at: SystemClock().now, actor: .init(name: "chatmirror create-admin"), action: .setUp,
                object: AuditObject(.member, user.id.value, name: user.username)))
        await database.close()
    }

    private func readPassword() throws -> String {
        if isatty(STDIN_FILENO) == 1 { print("Password for \(username): ", terminator: "") }
        fflush(nil)
        let password = withoutEcho { readLine() } ?? ""
        guard (8...128).contains(password.count) else {
            throw ConfigurationError("a password has 8 to 128 characters")
        }
        return password
    }

    private func withoutEcho<Result>(_ body: () -> Result) -> Result {
        var former = termios()
        guard tcgetattr(STDIN_FILENO, &former) == 0 else { return body() }
        var silent = former
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &silent)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &former) }
        return body()
    }
}

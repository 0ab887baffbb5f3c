import Database
import Domain
import Foundation
import Storage
import Transport
import Web

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
        let opened = try await OpenStorage(database, configuration)
        let clock = SystemClock()
        let administrators = Administrators(
            users: opened.sql.users, sessions: opened.sql.sessions, passwords: Argon2Passwords(), clock: clock,
            trail: AuditTrail(opened.sql.audit, clock: clock, key: opened.key, log: Log(level: .info)))
        let made: Administrators.Appointed
        do {
            made = try await administrators.appoint(
                username, password: readPassword(), by: .operator("chatmirror create-admin"))
        } catch {
            guard case .invalid(_, let flaw) = error else { throw error }
            throw ConfigurationError("the password \(flaw.english)")
        }
        print(
            made.isNew ? "\(username) is an administrator." : "\(username) is an administrator and has a new password.")
        await database.close()
    }

    private func readPassword() -> String {
        if isatty(STDIN_FILENO) == 1 { print("Password for \(username): ", terminator: "") }
        fflush(nil)
        return withoutEcho { readLine() } ?? ""
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

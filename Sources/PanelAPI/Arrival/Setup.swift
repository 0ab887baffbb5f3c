package import Domain
import HTTP
package import JSON
import Transport
import Web
import Wire

/// Makes the first administrator, for whoever holds the link that the start printed.
struct Setup: Sendable {
    let users: any UserStore
    let passwords: PasswordHasher
    /// Nil when an administrator existed at start.
    let token: String?
    let entrance: Entrance
    let devices: KnownDevices

    /// `GET /api/setup`: is there an administrator?
    func status(_: Call) async throws(ChatError) -> Response {
        .envelope(["status": .bool(try await users.hasAdmin())])
    }

    /// `POST /api/setup`. Of many at once exactly one succeeds; the others get 409.
    func create(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        guard try await !users.hasAdmin() else { throw .alreadySetUp }
        guard isRight(try fields.requiredString("token")) else { throw .forbidden }
        let username = try fields.requiredName("username")
        let password = try fields.requiredPassword(for: username)
        let hash = try await passwords.hashing(password)
        let admin = NewUser(
            username: username, displayName: username, passwordHash: hash, role: .root, createdAt: entrance.clock.now)
        let user = try await users.createFirstAdmin(admin)
        await entrance.trail.note(.setUp, by: call.actor(as: user), on: AuditObject(user), .made(user.audited))
        var response = try await entrance.admit(user.id, leaving: call.visitor, with: user.signedIn)
        response.remember(user, hash, by: devices, in: call)
        return response
    }

    /// Hashes are compared, so the time it takes says nothing of the token.
    private func isRight(_ given: String) -> Bool {
        guard let token, !token.isEmpty else { return false }
        return SHA256.hash(Array(given.utf8)) == SHA256.hash(Array(token.utf8))
    }
}

extension ChatError {
    fileprivate static let alreadySetUp = conflict(.alreadySetUp)
}

extension User {
    /// What a sign-in answers.
    package var signedIn: JSONValue {
        [
            "id": .integer(id.value), "username": .string(username), "display_name": .string(displayName),
            "role": .integer(role.rawValue), "status": .integer(status.rawValue),
        ]
    }
}

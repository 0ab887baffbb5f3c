import Domain
import Foundation
import JSON
import Site
import Transport
import Web
import Wire

/// The links that a first start prints: one to set up the administrator, one of a demo member.
/// The only place where a token is ever printed.
struct Welcome {
    /// Nil once there is an administrator.
    let setupToken: String?
    private let world: World
    private let publicURL: String
    private let isFirstStart: Bool

    private static let demoLifetime = Duration.seconds(24 * 3600)

    init(_ world: World, publicURL: String) async throws {
        self.world = world
        self.publicURL = publicURL
        let users = world.ports.users
        setupToken = try await users.hasAdmin() ? nil : Self.token()
        isFirstStart = try await users.list(Page(offset: 0, limit: 1), matching: nil).total == 0
    }

    /// Prints the links, each alone on a line. Call it when the port is known to be free, before anybody is answered:
    /// the demo link is made and printed once.
    func announce() async throws {
        if let setupToken {
            show("\(publicURL)/setup#\(setupToken)", as: "Open this link to set up the administrator:")
        }
        if isFirstStart, let token = try await demoToken() {
            show("\(publicURL)/s#\(token)", as: "Or chat at once as a demo member, for 24 hours:")
        }
    }

    /// The link alone on standard output, for programs; the words beside it, for people.
    private func show(_ link: String, as words: String) {
        FileHandle.standardError.write(Data("\n\(words)\n".utf8))
        print(link)
        fflush(nil)
    }

    /// A demo member on a demo account, with a link that dies after a day. Nil when another process that starts now
    /// makes them.
    private func demoToken() async throws -> String? {
        let ports = world.ports
        let now = ports.clock.now
        let user: User
        do {
            user = try await ports.users.create(NewUser(username: "demo", displayName: "Demo", createdAt: now))
        } catch ChatError.conflict {
            return nil
        }
        let account = try await ports.accounts.create(
            Account(
                id: ID(0), name: "Demo", kind: .demo, baseURL: "", models: ["demo", "demo-reasoning"], createdAt: now),
            key: Secret(""))
        _ = try await ports.bindings.create(user.id, account.id, mode: .shared, priority: 0, at: now)
        let token = Self.token()
        _ = try await ports.links.issue(
            for: user.id, hash: SHA256.hash(Array(token.utf8)), expiresAt: now + Self.demoLifetime, at: now)
        let member = AuditObject(.member, user.id.value, name: user.username)
        for action in [AuditAction.memberCreated, .linkIssued] {
            try await ports.audit.append(
                AuditEntry(at: now, actor: .init(name: "chatmirror serve"), action: action, object: member))
        }
        return token
    }

    /// 256 bits.
    private static func token() -> String { Base64URL.encode(SecureRandom.bytes(32)) }
}

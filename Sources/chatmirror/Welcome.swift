import Domain
import Foundation
import Storage
import Web

/// The links that a first start prints: one to set up the administrator, one of a demo member.
/// The only place where a token is ever printed.
struct Welcome {
    /// Nil once there is an administrator.
    let setupToken: Token?
    private let clock: any WallClock
    private let publicURL: String
    private let isFirstStart: Bool

    private static let demoLifetime = Duration.seconds(24 * 3600)

    init(_ world: World, publicURL: String) async throws {
        self.publicURL = publicURL
        clock = world.clock
        let users = world.storage.users
        setupToken = try await users.hasAdmin() ? nil : .random()
        isFirstStart = try await users.list(Page(offset: 0, limit: 1), matching: nil).total == 0
    }

    /// Prints the links, each alone on a line. Call it when the port is known to be free, before anybody is answered:
    /// the demo link is made and printed once.
    func announce(_ useCases: UseCases) async throws {
        if let setupToken { show("setup", setupToken, as: "Open this link to set up the administrator:") }
        if isFirstStart, let token = try await demoToken(useCases) {
            show("s", token, as: "Or chat at once as a demo member, for 24 hours:")
        }
    }

    /// The link alone on standard output, for programs; the words beside it, for people.
    private func show(_ path: String, _ token: Token, as words: String) {
        FileHandle.standardError.write(Data("\n\(words)\n".utf8))
        print("\(publicURL)/\(path)#\(token.text.reveal())")
        fflush(nil)
    }

    /// A demo member on a demo account, with a link that dies after a day. Nil when another process that starts now
    /// makes them.
    private func demoToken(_ useCases: UseCases) async throws -> Token? {
        let server = Actor.system("chatmirror serve")
        var demo = NewMember("demo")
        demo.displayName = "Demo"
        let member: User
        do {
            member = try await useCases.members.create(demo, by: server).user
        } catch {
            guard case .conflict = error else { throw error }
            return nil
        }
        let now = clock.now
        let account = try await useCases.accounts.create(
            Account(
                id: ID(0), name: "Demo", provider: .demo, baseURL: "", models: ["demo", "demo-reasoning"],
                createdAt: now),
            key: Secret(""), by: server
        ).account
        _ = try await useCases.bindings.create(member.id, account.id, mode: .shared, by: server)
        let token = Token.random()
        _ = try await useCases.links.issue(token, for: member.id, until: now + Self.demoLifetime, by: server)
        return token
    }
}

import Domain
import JSON
import Synchronization
import TestKit
import Testing

/// The rule of an act, what ends with it and its row in the audit log are the same for everybody who does it.
@Suite struct UseCaseTests {
    private let world: World
    private let trail: AuditTrail
    private let stopped = Stopped()

    private static let office = Actor.operator("chatmirror test")

    init() async throws {
        world = try await World()
        trail = AuditTrail(world.ports.audit, clock: world.clock, fingerprint: { _ in "print" }, lost: { _, _ in })
        // Otherwise the administrator could not sign in, and there would be no last one to keep.
        try await world.ports.users.setPassword("plain:root password", of: world.admin.user.id)
    }

    private var members: Members {
        let ports = world.ports
        return Members(
            users: ports.users, sessions: ports.sessions, links: ports.links, packages: ports.packages,
            settings: Settings(ports.settings, trail: trail), allowances: ports.allowances,
            ledger: ports.ledger, passwords: PlainPasswords(), clock: world.clock, trail: trail,
            stopTurns: { [stopped] in stopped.note($0) })
    }

    private var links: Links {
        Links(users: world.ports.users, links: world.ports.links, clock: world.clock, trail: trail)
    }

    private func administrators(_ token: String? = nil) -> Administrators {
        Administrators(
            users: world.ports.users, sessions: world.ports.sessions, passwords: PlainPasswords(), clock: world.clock,
            trail: trail, token: token.map(Self.token))
    }

    private static func token(_ text: String) -> Token { Token(Secret(text), hash: Array(text.utf8)) }

    private func root(isConfirmed: Bool = true) -> Actor {
        .user(world.admin.user, from: "10.0.0.1", isConfirmed: isConfirmed)
    }

    /// Another administrator.
    private static var peer: NewMember {
        var peer = NewMember("peer")
        peer.role = .admin
        return peer
    }

    /// Oldest first.
    private func rows() async throws -> [AuditEntry] {
        try await world.ports.audit.rows(after: 0, atMost: 100).map(\.entry)
    }

    @Test func `the same act leaves the same row but for who did it`() async throws {
        for actor in [root(), Self.office, .system("chatmirror serve")] {
            let lin = try await members.create(NewMember("lin"), by: actor).user
            _ = try await members.disable(lin.id, by: actor)
            _ = try await links.issue(Self.token("t"), for: world.bob.user.id, by: actor)
            try await members.delete(lin.id, conversations: .purge, by: actor)
        }
        let rows = try await rows()
        let (byRoot, byOffice, byServer) = (rows[0..<4], rows[4..<8], rows[8..<12])
        #expect(byRoot.map(\.action) == [.memberCreated, .memberDisabled, .linkIssued, .memberDeleted])
        for others in [byOffice, byServer] {
            #expect(others.map(\.action) == byRoot.map(\.action))
            #expect(others.map(\.before) == byRoot.map(\.before) && others.map(\.after) == byRoot.map(\.after))
            #expect(others.map(\.object?.name) == byRoot.map(\.object?.name))
        }
        #expect(Set(byRoot.map(\.actor.name)) == ["root"] && Set(byRoot.map(\.actor.address)) == ["10.0.0.1"])
        #expect(Set(byOffice.map(\.actor.name)) == ["chatmirror test"])
        #expect(byServer.allSatisfy { $0.actor.user == nil && $0.actor.address.isEmpty })
    }

    @Test func `what ends with a member ends whoever ends the member`() async throws {
        _ = try await links.issue(Self.token("link"), for: world.bob.user.id, by: Self.office)
        _ = try await members.disable(world.bob.user.id, by: Self.office)
        #expect(try await world.ports.sessions.find(world.bob.session.hash, at: world.clock.now) == nil)
        #expect(try await world.ports.links.current(of: world.bob.user.id, at: world.clock.now) == nil)
        #expect(stopped.members == [world.bob.user.id])
    }

    @Test func `step-up actions ask users for their password, and not the one who has the server`() async throws {
        let alice = world.alice.user.id
        await #expect(throws: ChatError.unconfirmed(hasPassword: true)) {
            try await members.promote(alice, by: root(isConfirmed: false))
        }
        await #expect(throws: ChatError.unconfirmed(hasPassword: true)) {
            try await members.setPassword("a new password", of: alice, by: root(isConfirmed: false))
        }
        await #expect(throws: ChatError.unconfirmed(hasPassword: true)) {
            try await members.delete(alice, by: root(isConfirmed: false))
        }
        #expect(try await rows().isEmpty)
        #expect(try await members.promote(alice, by: Self.office).role == .admin)
    }

    @Test func `nobody changes an administrator but root, and a member changes nobody`() async throws {
        let admin = try await world.person("carol", role: .admin).user
        let carol = Actor.user(admin, from: "10.0.0.2", isConfirmed: true)
        let alice = Actor.user(world.alice.user, from: "10.0.0.3", isConfirmed: true)
        for actor in [carol, alice, .stranger(from: "10.0.0.4")] {
            await #expect(throws: ChatError.forbidden) { try await members.demote(world.admin.user.id, by: actor) }
            await #expect(throws: ChatError.forbidden) {
                try await links.issue(Self.token("x"), for: world.admin.user.id, by: actor)
            }
        }
        for actor in [alice, .stranger(from: "10.0.0.4")] {
            await #expect(throws: ChatError.forbidden) { try await members.create(NewMember("eve"), by: actor) }
            await #expect(throws: ChatError.forbidden) { try await members.disable(world.bob.user.id, by: actor) }
        }
        await #expect(throws: ChatError.forbidden) { try await members.create(Self.peer, by: carol) }
    }

    @Test func `a set-up and a command make an administrator by the same rule`() async throws {
        await #expect(throws: ChatError.invalid(field: "password", .length(8...128))) {
            try await administrators().appoint("boss", password: "short", by: Self.office)
        }
        await #expect(throws: ChatError.invalid(field: "password", .isUserName)) {
            try await administrators().appoint("boss boss", password: "Boss Boss", by: Self.office)
        }
        let made = try await administrators().appoint("boss", password: "long enough", by: Self.office)
        #expect(made.isNew && made.user.role == .root)
        let again = try await administrators().appoint("alice", password: "long enough", by: Self.office)
        #expect(!again.isNew && again.user.id == world.alice.user.id && again.user.role == .root)
        #expect(try await world.ports.sessions.find(world.alice.session.hash, at: world.clock.now) == nil)
        #expect(try await rows().map(\.action) == [.setUp, .setUp])
        await #expect(throws: ChatError.conflict(.alreadySetUp)) {
            try await administrators("right").appoint(
                "second", password: "long enough", holding: Self.token("right"), by: .stranger(from: "10.0.0.5"))
        }
    }

    @Test func `an act that cannot be written down is done, and told`() async throws {
        let lost = Mutex<[AuditAction]>([])
        let trail = AuditTrail(LostLog(), clock: world.clock, fingerprint: { _ in "" }) { action, _ in
            lost.withLock { $0.append(action) }
        }
        let packages = Packages(
            packages: world.ports.packages, archive: world.ports.archive, calendar: UTCCalendar(), clock: world.clock,
            trail: trail)
        let made = try await packages.create("basic", limits: [], by: Self.office)
        #expect(try await world.ports.packages.find(made.package.id).name == "basic")
        #expect(lost.withLock(\.self) == [.packageCreated])
    }
}

/// Whose turns were ended.
private final class Stopped: Sendable {
    private let state = Mutex<[ID<User>]>([])
    var members: [ID<User>] { state.withLock(\.self) }
    func note(_ member: ID<User>) { state.withLock { $0.append(member) } }
}

/// Passwords that cost no time.
struct PlainPasswords: Passwords {
    func hash(_ password: String, in _: PasswordLane) async throws(ChatError) -> String { "plain:" + password }
    func verify(_ password: String, against hash: String?, in _: PasswordLane) async throws(ChatError) -> Bool {
        hash == "plain:" + password
    }
    func isOutdated(_: String) -> Bool { false }
}

/// One that takes nothing.
private struct LostLog: AuditLog {
    private static let gone = ChatError.unavailable(what: "storage")

    func append(_: AuditEntry) async throws(ChatError) { throw Self.gone }
    func list(_: Page, where _: AuditFilter) async throws(ChatError) -> Listing<AuditRecord> { throw Self.gone }
    func has(_: AuditAction, on _: AuditObject, result _: AuditResult) async throws(ChatError) -> Bool {
        throw Self.gone
    }
    func rows(before _: Int64?, atMost _: Int, where _: AuditFilter) async throws(ChatError) -> [AuditRecord] {
        throw Self.gone
    }
    func rows(after _: Int64, atMost _: Int) async throws(ChatError) -> [AuditRecord] { throw Self.gone }
    func head() async throws(ChatError) -> AuditHead { throw Self.gone }
    func verify(against _: AuditHead?) async throws(ChatError) -> AuditVerdict { throw Self.gone }
}

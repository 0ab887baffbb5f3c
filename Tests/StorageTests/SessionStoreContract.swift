import Database
import Domain
import Storage
import TestKit
import Testing

/// What stores of sessions and links promise: who is signed in, and for how long.
@Suite struct SessionStoreContract {
    /// Alice by `a1` and `a2`, bob by `b1`.
    private static func signIn(_ bench: Bench) async throws -> (alice: User, bob: User) {
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        for (name, user) in [("a1", alice), ("a2", alice), ("b1", bob)] {
            try await bench.storage.sessions.create(session(name, user, bench))
        }
        return (alice, bob)
    }

    private static func session(_ name: String, _ user: User, link: ShareLink? = nil, _ bench: Bench) -> Session {
        Session(
            hash: Array(name.utf8), user: user.id, link: link?.id, createdAt: bench.clock.now,
            expiresAt: bench.clock.now + .seconds(100))
    }

    @Test(arguments: Engine.allCases)
    func `a session lasts until its end`(engine: Engine) async throws {
        let bench = try await engine.open()
        let sessions = bench.storage.sessions
        let alice = try await bench.member("alice")
        let session = Self.session("one", alice, bench)
        try await sessions.create(session)
        let found = try await sessions.find(session.hash, at: bench.clock.now + .seconds(99))
        #expect(found?.session == session)
        #expect(found?.user == alice)
        #expect(try await sessions.find(session.hash, at: session.expiresAt) == nil)
        #expect(try await sessions.find(Array("on".utf8), at: bench.clock.now) == nil)
        try await sessions.delete(session.hash)
        #expect(try await sessions.find(session.hash, at: bench.clock.now) == nil)
        await #expect(throws: ChatError.notFound) {
            try await sessions.create(
                Session(hash: [1], user: ID(99), link: nil, createdAt: bench.clock.now, expiresAt: bench.clock.now))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a session that is not used for a week ends`(engine: Engine) async throws {
        let bench = try await engine.open()
        let sessions = bench.storage.sessions
        let alice = try await bench.member("alice")
        let start = bench.clock.now
        for name in ["used", "left"] {
            try await sessions.create(
                Session(
                    hash: Array(name.utf8), user: alice.id, link: nil, createdAt: start,
                    expiresAt: start + Session.lifetime, confirmedAt: start))
        }
        let (used, left) = (Array("used".utf8), Array("left".utf8))
        await sessions.touch(used, at: start + .seconds(3599))
        #expect(try await sessions.find(used, at: start)?.session.lastSeenAt == start)
        await sessions.touch(used, at: start + .seconds(3600))
        let found = try await sessions.find(used, at: start + .seconds(3600))
        #expect(found?.session.lastSeenAt == start + .seconds(3600))
        #expect(found?.session.confirmedAt == start && found?.session.createdAt == start)
        let last = start + Session.idleLifetime - .milliseconds(1)
        #expect(try await sessions.living(among: [used, left], at: last) == [used, left])
        let week = start + Session.idleLifetime
        #expect(try await sessions.find(left, at: week) == nil)
        #expect(try await sessions.living(among: [used, left], at: week) == [used])
        try await sessions.purge(before: week)
        #expect(try await sessions.find(left, at: start) == nil)
        #expect(try await sessions.find(used, at: week) != nil)
        #expect(try await sessions.find(used, at: week + .seconds(3600)) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `somebody's living sessions are listed, the last used first, and nobody else's`(engine: Engine) async throws {
        let bench = try await engine.open()
        let sessions = bench.storage.sessions
        let (alice, bob) = try await Self.signIn(bench)
        let later = bench.clock.now + .seconds(7200)
        try await sessions.create(
            Session(hash: [9], user: alice.id, link: nil, createdAt: later, expiresAt: later + Session.lifetime))
        let at = bench.clock.now
        #expect(try await sessions.list(of: alice.id, at: at).map(\.hash) == [[9], Array("a1".utf8), Array("a2".utf8)])
        #expect(try await sessions.list(of: bob.id, at: at).map(\.hash) == [Array("b1".utf8)])
        #expect(try await sessions.list(of: alice.id, at: later).map(\.hash) == [[9]])
        #expect(try await sessions.list(of: ID(99), at: at).isEmpty)
    }

    /// While one process after the other is upgraded, the old ones go on making sessions.
    @Test(arguments: Engine.allCases)
    func `a session that a former version made is as old as it is`(engine: Engine) async throws {
        let bench = try await engine.open()
        let sessions = bench.storage.sessions
        let alice = try await bench.member("alice")
        let start = bench.clock.now
        try await bench.database.write { sql in
            try sql.execute(
                """
                INSERT INTO sessions (hash, user_id, link_id, created_at, expires_at)
                VALUES (\([7] as [UInt8]), \(alice.id.value), NULL, \(start.milliseconds),
                    \((start + Session.lifetime).milliseconds))
                """)
        }
        let found = try await sessions.find([7], at: start)?.session
        #expect(found?.lastSeenAt == start && found?.confirmedAt == nil)
        #expect(try await sessions.find([7], at: start + Session.idleLifetime) == nil)
        await sessions.touch([7], at: start + .seconds(7200))
        #expect(try await sessions.find([7], at: start + Session.idleLifetime) != nil)
    }

    @Test(arguments: Engine.allCases)
    func `a session shows its user as he is now`(engine: Engine) async throws {
        let bench = try await engine.open()
        var alice = try await bench.member("alice")
        let session = Self.session("one", alice, bench)
        try await bench.storage.sessions.create(session)
        alice.role = .admin
        try await bench.storage.users.update(alice)
        #expect(try await bench.storage.sessions.find(session.hash, at: bench.clock.now)?.user.role == .admin)
        alice.status = .disabled
        try await bench.storage.users.update(alice)
        #expect(try await bench.storage.sessions.find(session.hash, at: bench.clock.now) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `of many sessions those live that can be found`(engine: Engine) async throws {
        let bench = try await engine.open()
        let sessions = bench.storage.sessions
        let alice = try await bench.member("alice")
        var bob = try await bench.member("bob")
        for name in ["a1", "a2"] { try await sessions.create(Self.session(name, alice, bench)) }
        try await sessions.create(Self.session("b1", bob, bench))
        bob.status = .disabled
        try await bench.storage.users.update(bob)
        let asked = ["a1", "a2", "b1"].map { Array($0.utf8) } + (0..<1200).map { Array("none \($0)".utf8) }
        #expect(try await sessions.living(among: asked, at: bench.clock.now) == [Array("a1".utf8), Array("a2".utf8)])
        #expect(try await sessions.living(among: asked, at: bench.clock.now + .seconds(100)).isEmpty)
        #expect(try await sessions.living(among: [], at: bench.clock.now).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `all sessions of one user end, and nobody else's`(engine: Engine) async throws {
        let bench = try await engine.open()
        let sessions = bench.storage.sessions
        let (alice, _) = try await Self.signIn(bench)
        try await sessions.deleteAll(of: alice.id)
        #expect(try await sessions.find(Array("a1".utf8), at: bench.clock.now) == nil)
        #expect(try await sessions.find(Array("a2".utf8), at: bench.clock.now) == nil)
        #expect(try await sessions.find(Array("b1".utf8), at: bench.clock.now) != nil)
        try await sessions.purge(before: bench.clock.now + .seconds(100))
        #expect(try await sessions.find(Array("b1".utf8), at: bench.clock.now) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a new link revokes the former and its sessions`(engine: Engine) async throws {
        let bench = try await engine.open()
        let links = bench.storage.links
        let alice = try await bench.member("alice")
        let bob = try await bench.member("bob")
        let now = bench.clock.now
        let first = try await links.issue(for: alice.id, hash: [1], expiresAt: nil, at: now)
        let bobs = try await links.issue(for: bob.id, hash: [2], expiresAt: nil, at: now)
        try await bench.storage.sessions.create(Self.session("by link", alice, link: first, bench))
        try await bench.storage.sessions.create(Self.session("by password", alice, bench))
        try await bench.storage.sessions.create(Self.session("bob", bob, link: bobs, bench))
        #expect(try await links.find([1], at: now)?.user == alice)
        let second = try await links.issue(for: alice.id, hash: [3], expiresAt: nil, at: now)
        #expect(try await links.find([1], at: now) == nil)
        #expect(try await links.find([3], at: now)?.link == second)
        #expect(try await links.current(of: alice.id, at: now) == second)
        #expect(try await bench.storage.sessions.find(Array("by link".utf8), at: now) == nil)
        #expect(try await bench.storage.sessions.find(Array("by password".utf8), at: now) != nil)
        #expect(try await bench.storage.sessions.find(Array("bob".utf8), at: now) != nil)
        #expect(try await links.find([2], at: now)?.user == bob)
    }

    @Test(arguments: Engine.allCases)
    func `a link works until it expires, is revoked, or its member is disabled`(engine: Engine) async throws {
        let bench = try await engine.open()
        let links = bench.storage.links
        var alice = try await bench.member("alice")
        let now = bench.clock.now
        let link = try await links.issue(for: alice.id, hash: [1], expiresAt: now + .seconds(10), at: now)
        await links.touch(link.id, at: now + .seconds(1))
        #expect(try await links.find([1], at: now + .seconds(9))?.link.lastUsedAt == now + .seconds(1))
        #expect(try await links.find([1], at: now + .seconds(10)) == nil)
        #expect(try await links.current(of: alice.id, at: now + .seconds(10)) == nil)
        alice.status = .disabled
        try await bench.storage.users.update(alice)
        #expect(try await links.find([1], at: now) == nil)
        try await links.revoke(of: alice.id)
        try await links.revoke(of: alice.id)
        #expect(try await links.current(of: alice.id, at: now) == nil)
        await #expect(throws: ChatError.notFound) {
            try await links.issue(for: ID(99), hash: [9], expiresAt: nil, at: now)
        }
    }
}

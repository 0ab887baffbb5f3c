import Domain
import Storage
import TestKit
import Testing

/// What a user store promises.
@Suite struct UserStoreContract {
    @Test(arguments: Engine.allCases)
    func `a user comes back as he was made`(engine: Engine) async throws {
        let bench = try await engine.open()
        let package = try await bench.storage.packages.create(name: "p", limits: [], at: bench.clock.now)
        let new = NewUser(
            username: "al_ice", displayName: "Ålice 爱丽丝", passwordHash: "h", role: .admin, package: package.id,
            remark: "r", createdAt: bench.clock.now)
        let user = try await bench.storage.users.create(new)
        #expect(try await bench.storage.users.find(user.id) == user)
        #expect(user.displayName == "Ålice 爱丽丝")
        #expect(user.package == package.id)
        let credentials = try await bench.storage.users.credentials(of: "al_ice")
        #expect(credentials?.user == user)
        #expect(credentials?.passwordHash == "h")
        #expect(try await bench.storage.users.credentials(of: "al%ice") == nil)
        await #expect(throws: ChatError.notFound) { try await bench.storage.users.find(ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `a search takes its keyword literally, whatever the case`(engine: Engine) async throws {
        let bench = try await engine.open()
        for name in ["Anna", "hanna", "100%", "a_b", "axb", "b!c"] { _ = try await bench.member(name) }
        func names(_ keyword: String?) async throws -> [String] {
            try await bench.storage.users.list(.all, matching: keyword).items.map(\.username)
        }
        #expect(try await names("ANN") == ["Anna", "hanna"])
        #expect(try await names("%") == ["100%"])
        #expect(try await names("_") == ["a_b"])
        #expect(try await names("!") == ["b!c"])
        #expect(try await names("5") == ["axb"])
        #expect(try await names("").count == 6)
        #expect(try await names(nil).count == 6)
        #expect(try await names(String(repeating: "x", count: 100_000)).isEmpty)
        #expect(try await bench.storage.users.list(Page(offset: 1, limit: 1), matching: "ann").total == 2)
    }

    /// To Swift a letter and the accent on it are one character, to the engines they are two.
    @Test(arguments: Engine.allCases, ["%", "_", "!"])
    func `an accent makes no wildcard of what it stands on`(engine: Engine, sign: String) async throws {
        let bench = try await engine.open()
        let marked = "\(sign)\u{301}"
        let found = try await bench.member("a\(marked)b")
        _ = try await bench.member("axxx\u{301}b")
        #expect(try await bench.storage.users.list(.all, matching: marked).items.map(\.id) == [found.id])
        let account = try await bench.account("a\(marked)b")
        _ = try await bench.account("axxx\u{301}b")
        #expect(try await bench.storage.accounts.list(.all, matching: marked).items.map(\.id) == [account.id])
        for name in ["a\(marked)b", "axxx\u{301}b"] {
            let actor = AuditEntry.Actor(name: name)
            try await bench.storage.audit.append(AuditEntry(at: bench.clock.now, actor: actor, action: .memberCreated))
        }
        let noted = try await bench.storage.audit.list(.all, where: AuditFilter(keyword: marked)).items
        #expect(noted.map(\.entry.actor.name) == ["a\(marked)b"])
    }

    @Test(arguments: Engine.allCases)
    func `a search for U+0000 finds nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        _ = try await bench.member("anna")
        for keyword in ["\0", "\0%", "an\0"] {
            #expect(try await bench.storage.users.list(.all, matching: keyword).total == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func `white space around a name counts for nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let users = bench.storage.users
        var alice = try await bench.member(" alice \t")
        #expect(alice.username == "alice")
        #expect(try await users.find(alice.id).username == "alice")
        for name in ["alice", "alice ", "  alice", "alice\u{3000}"] {
            #expect(try await users.credentials(of: name)?.user.id == alice.id)
            await #expect(throws: ChatError.self) { try await bench.member(name) }
        }
        let bob = try await bench.member("bob")
        alice.username = "bob "
        await #expect(throws: ChatError.self) { try await users.update(alice) }
        alice.username = "al ice  "
        try await users.update(alice)
        #expect(try await users.find(alice.id).username == "al ice")
        #expect(try await users.credentials(of: "al  ice") == nil)
        #expect(try await users.credentials(of: "bob")?.user.id == bob.id)
    }

    @Test(arguments: Engine.allCases)
    func `a name belongs to one user`(engine: Engine) async throws {
        let bench = try await engine.open()
        _ = try await bench.member("alice")
        var bob = try await bench.member("bob")
        await expectConflict(.usernameTaken) { try await bench.member("alice") }
        bob.username = "alice"
        await expectConflict(.usernameTaken) { try await bench.storage.users.update(bob) }
        #expect(try await bench.storage.users.find(bob.id).username == "bob")
    }

    @Test(arguments: Engine.allCases)
    func `the last administrator stays`(engine: Engine) async throws {
        let bench = try await engine.open()
        let users = bench.storage.users
        let admin = try await bench.admin("root")
        var demoted = admin
        demoted.role = .member
        var disabled = admin
        disabled.status = .disabled
        for change in [demoted, disabled] {
            await expectConflict(.lastAdmin) { try await users.update(change) }
        }
        await expectConflict(.lastAdmin) { try await users.delete(admin.id, keepingConversationsUntil: nil) }
        // One who cannot sign in is no replacement.
        _ = try await users.create(NewUser(username: "second", role: .admin, createdAt: bench.clock.now))
        await expectConflict(.lastAdmin) { try await users.delete(admin.id, keepingConversationsUntil: nil) }
        #expect(try await users.find(admin.id) == admin)
        _ = try await bench.admin("third")
        try await users.delete(admin.id, keepingConversationsUntil: nil)
        #expect(try await users.hasAdmin())
    }

    @Test(arguments: Engine.allCases)
    func `of two administrators who remove each other one stays`(engine: Engine) async throws {
        let bench = try await engine.open()
        let admins = [try await bench.admin("a"), try await bench.admin("b")]
        await withTaskGroup { group in
            for admin in admins {
                group.addTask { try? await bench.storage.users.delete(admin.id, keepingConversationsUntil: nil) }
            }
        }
        #expect(try await bench.storage.users.list(.all, matching: nil).total == 1)
    }

    @Test(arguments: Engine.allCases)
    func `exactly one of many becomes the first administrator`(engine: Engine) async throws {
        let bench = try await engine.open()
        #expect(try await !bench.storage.users.hasAdmin())
        let made = await withTaskGroup { group in
            for number in 0..<16 {
                group.addTask {
                    let user = NewUser(username: "root\(number)", passwordHash: "h", createdAt: bench.clock.now)
                    return (try? await bench.storage.users.createFirstAdmin(user)) == nil ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(made == 1)
        #expect(try await bench.storage.users.hasAdmin())
        #expect(try await bench.storage.users.list(.all, matching: nil).items.map(\.role) == [.root])
        let late = NewUser(username: "late", passwordHash: "h", createdAt: bench.clock.now)
        await expectConflict(.alreadySetUp) { try await bench.storage.users.createFirstAdmin(late) }
    }

    @Test(arguments: Engine.allCases)
    func `a visit is noted at most once a minute`(engine: Engine) async throws {
        let bench = try await engine.open()
        let users = bench.storage.users
        let alice = try await bench.member("alice")
        let first = bench.clock.now
        await users.touch(alice.id, at: first)
        await users.touch(alice.id, at: first + .seconds(59))
        #expect(try await users.find(alice.id).lastSeenAt == first)
        await users.touch(alice.id, at: first + .seconds(61))
        #expect(try await users.find(alice.id).lastSeenAt == first + .seconds(61))
    }

    @Test(arguments: Engine.allCases)
    func `a change of a user leaves his password and his last visit`(engine: Engine) async throws {
        let bench = try await engine.open()
        let users = bench.storage.users
        var admin = try await bench.admin("root")
        await users.touch(admin.id, at: bench.clock.now)
        admin.remark = "new"
        try await users.update(admin)
        #expect(try await users.credentials(of: "root")?.passwordHash == "hash")
        #expect(try await users.find(admin.id).lastSeenAt == bench.clock.now)
        #expect(try await users.find(admin.id).remark == "new")
        try await users.setPassword("other", of: admin.id)
        #expect(try await users.credentials(of: "root")?.passwordHash == "other")
        await #expect(throws: ChatError.notFound) { try await users.setPassword("x", of: ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `a deleted user takes everything along, or leaves his conversations for a while`(engine: Engine) async throws {
        let bench = try await engine.open()
        let users = bench.storage.users
        func deleted(_ name: String, keepUntil: Timestamp?) async throws -> User {
            let user = try await bench.member(name)
            let account = try await bench.account()
            _ = try await Thread(bench, user).finished()
            _ = try await bench.storage.bindings.create(
                user.id, account.id, mode: .shared, priority: 0, at: bench.clock.now)
            _ = try await bench.storage.links.issue(
                for: user.id, hash: Array(name.utf8), expiresAt: nil, at: bench.clock.now)
            try await users.delete(user.id, keepingConversationsUntil: keepUntil)
            #expect(try await bench.storage.bindings.list(of: user.id, to: nil, .all).total == 0)
            #expect(try await bench.storage.links.find(Array(name.utf8), at: bench.clock.now) == nil)
            return user
        }
        func count(_ user: User) async throws -> Int {
            try await bench.storage.conversations.list(.all, where: .archived(false), by: .updated, for: user.id).total
        }
        let end = bench.clock.now + .seconds(3600)
        let purged = try await deleted("alice", keepUntil: nil)
        let kept = try await deleted("bob", keepUntil: end)
        #expect(try await count(purged) == 0)
        #expect(try await count(kept) == 1)
        try await users.purge(before: end)
        #expect(try await count(kept) == 1)
        try await users.purge(before: end + .milliseconds(1))
        #expect(try await count(kept) == 0)
        await #expect(throws: ChatError.notFound) { try await users.delete(kept.id, keepingConversationsUntil: nil) }
    }

    @Test(arguments: Engine.allCases)
    func `the id of a deleted user is never given again`(engine: Engine) async throws {
        let bench = try await engine.open()
        let first = try await bench.member("alice")
        try await bench.storage.users.delete(first.id, keepingConversationsUntil: nil)
        #expect(try await bench.member("alice").id > first.id)
    }
}

/// The call throws a conflict of this code.
func expectConflict(
    _ conflict: Conflict, sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> some Any
) async {
    do {
        _ = try await call()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
        guard case .conflict(conflict) = error as? ChatError else {
            Issue.record("\(error) was thrown", sourceLocation: sourceLocation)
            return
        }
    }
}

import Domain
import TestKit
import Testing

@testable import Storage

/// Keys of programs, on every engine.
@Suite struct APIKeyStoreContract {
    @Test(arguments: Engine.allCases)
    func `a key is found by its hash, with all that its owner may use`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let account = try await bench.account()
        let now = bench.clock.now
        _ = try await bench.storage.bindings.create(alice.id, account.id, mode: .shared, priority: 2, at: now)
        var new = bench.key(of: alice.id)
        new.models = ["é", "alpha"]
        new.addresses = ["10.0.0.0/8"]
        new.expiresAt = now + .seconds(60)
        let made = try await bench.storage.apiKeys.create(new, hash: [1, 2], secret: Secret("secret"))
        let standing = try #require(try await bench.storage.apiKeys.standing(of: [1, 2]))
        #expect(standing.key == made)
        #expect(standing.key?.models == ["é", "alpha"] && standing.key?.addresses == ["10.0.0.0/8"])
        #expect(standing.user.id == alice.id)
        #expect(standing.allowance.accounts.map(\.account.id) == [account.id])
        #expect(try await bench.storage.apiKeys.epochs(of: [alice.id, ID(99)]) == [alice.id: standing.epoch])
        #expect(try await bench.storage.apiKeys.standing(of: [1]) == nil)
        #expect(try await bench.storage.apiKeys.secrets(of: [made.id])[made.id] == Secret("secret"))
        #expect(try await bench.storage.apiKeys.find(made.id, of: nil) == made)
    }

    @Test(arguments: Engine.allCases)
    func `whatever changes a key raises its owner's epoch`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        func epoch() async throws -> Int { try await bench.storage.apiKeys.epochs(of: [alice.id])[alice.id] ?? -1 }
        var former = try await epoch()
        var key = try await bench.storage.apiKeys.create(bench.key(of: alice.id), hash: [1], secret: Secret("k"))
        #expect(try await epoch() > former)
        former = try await epoch()
        key.isEnabled = false
        try await bench.storage.apiKeys.update(key)
        #expect(try await epoch() > former)
        former = try await epoch()
        try await bench.storage.apiKeys.delete(key.id, of: alice.id)
        #expect(try await epoch() > former)
        try await bench.storage.apiKeys.touch([key.id: bench.clock.now])
    }

    @Test(arguments: Engine.allCases)
    func `nobody reaches a key of another's, and what is deleted is gone`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let key = try await bench.storage.apiKeys.create(bench.key(of: alice.id), hash: [1], secret: Secret("k"))
        let keys = bench.storage.apiKeys
        await #expect(throws: ChatError.notFound) { try await keys.find(key.id, of: bob.id) }
        await #expect(throws: ChatError.notFound) { try await keys.delete(key.id, of: bob.id) }
        #expect(try await keys.list(.all, of: bob.id, matching: nil).total == 0)
        #expect(try await keys.list(.all, of: nil, matching: "PROG").items == [key])
        try await keys.delete(key.id, of: nil)
        #expect(try await keys.standing(of: [1]) == nil)
        #expect(try await keys.secrets(of: [key.id]).isEmpty)
        #expect(try await keys.list(.all, of: nil, matching: nil).total == 0)
        await #expect(throws: ChatError.notFound) { try await keys.delete(key.id, of: alice.id) }
        await #expect(throws: ChatError.notFound) { try await keys.update(key) }
    }

    @Test(arguments: Engine.allCases)
    func `a deleted member's keys open nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        _ = try await bench.storage.apiKeys.create(bench.key(of: alice.id), hash: [1], secret: Secret("k"))
        try await bench.storage.users.delete(alice.id, keepingConversationsUntil: nil)
        #expect(try await bench.storage.apiKeys.standing(of: [1]) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a rotation of the data keys seals them anew`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let key = try await bench.storage.apiKeys.create(bench.key(of: alice.id), hash: [1], secret: Secret("k"))
        #expect(try await bench.storage.dataKeys.rotate().sealed == 1)
        #expect(try await bench.storage.apiKeys.secrets(of: [key.id])[key.id] == Secret("k"))
    }
}

extension Bench {
    fileprivate func key(of user: ID<User>) -> APIKey { APIKey(user: user, name: "program", createdAt: clock.now) }
}

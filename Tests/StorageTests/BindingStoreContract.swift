import Domain
import Storage
import TestKit
import Testing

/// What stores of bindings and packages promise.
@Suite struct BindingStoreContract {
    @Test(arguments: Engine.allCases)
    func `a member sees the enabled accounts that are bound to him`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let bob = try await bench.member("bob")
        // Made in another order than bound.
        let own = try await bench.account("own")
        let shared = try await bench.account("shared")
        var off = try await bench.account("off")
        off.status = .disabled
        try await bench.storage.accounts.update(off, key: nil)
        let bindings = bench.storage.bindings
        let now = bench.clock.now
        let first = try await bindings.create(alice.id, shared.id, mode: .shared, priority: 3, at: now)
        _ = try await bindings.create(alice.id, own.id, mode: .dedicated, priority: 1, at: now)
        _ = try await bindings.create(alice.id, off.id, mode: .shared, priority: 0, at: now)
        let bobs = try await bindings.create(bob.id, shared.id, mode: .shared, priority: 0, at: now)
        #expect(
            try await bindings.accounts(of: alice.id) == [
                BoundAccount(account: shared, mode: .shared, priority: 3),
                BoundAccount(account: own, mode: .dedicated, priority: 1),
            ])
        #expect(try await bindings.list(of: nil, to: shared.id, .all).items == [first, bobs])
        #expect(try await bindings.list(of: bob.id, to: shared.id, .all).items == [bobs])
        #expect(try await bindings.list(of: nil, to: nil, Page(offset: 1, limit: 1)).total == 4)
        try await bindings.delete(bobs.id)
        #expect(try await bindings.accounts(of: bob.id).isEmpty)
        await #expect(throws: ChatError.notFound) { try await bindings.delete(bobs.id) }
    }

    @Test(arguments: Engine.allCases)
    func `a member's statuses are of all that are bound to him, enabled ones first, with what was told of each`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (bindings, accounts, now) = (bench.storage.bindings, bench.storage.accounts, bench.clock.now)
        var off = try await bench.account("off")
        let (first, second, bobs) = (
            try await bench.account("first"), try await bench.account("second"), try await bench.account("bobs")
        )
        for account in [off, second, first] {
            _ = try await bindings.create(alice.id, account.id, mode: .shared, priority: 0, at: now)
        }
        _ = try await bindings.create(bob.id, bobs.id, mode: .dedicated, priority: 0, at: now)
        off.status = .disabled
        try await accounts.update(off, key: nil)
        let windows = UsageWindows([UsageWindow("5h", usedPercent: 7)], readAt: now)
        try await accounts.note(windows, of: second.id)
        let found = try await bindings.statuses(of: alice.id, atMost: 9)
        #expect(
            found.items == [
                AccountStatus(of: second, windows: windows), AccountStatus(of: first, windows: nil),
                AccountStatus(of: off, windows: nil),
            ])
        #expect(found.items.map(\.state) == [.healthy, .healthy, .disabled])
        let some = try await bindings.statuses(of: alice.id, atMost: 2)
        #expect(some.items.map(\.name) == ["second", "first"] && some.total == 3)
        #expect(try await bindings.statuses(of: bob.id, atMost: 9).items.map(\.name) == ["bobs"])
    }

    @Test(arguments: Engine.allCases)
    func `a dedicated account serves one member`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let bob = try await bench.member("bob")
        let own = try await bench.account("own")
        let shared = try await bench.account("shared")
        let bindings = bench.storage.bindings
        func bind(_ user: User, _ account: Account, _ mode: Binding.Mode) async throws -> Binding {
            try await bindings.create(user.id, account.id, mode: mode, priority: 0, at: bench.clock.now)
        }
        _ = try await bind(alice, own, .dedicated)
        await expectConflict(.accountDedicated) { try await bind(bob, own, .shared) }
        await expectConflict(.accountDedicated) { try await bind(bob, own, .dedicated) }
        await expectConflict(.alreadyBound) { try await bind(alice, own, .dedicated) }
        _ = try await bind(alice, shared, .shared)
        await expectConflict(.accountDedicated) { try await bind(bob, shared, .dedicated) }
        _ = try await bind(bob, shared, .shared)
        await #expect(throws: ChatError.notFound) {
            try await bindings.create(ID(99), own.id, mode: .shared, priority: 0, at: bench.clock.now)
        }
        await #expect(throws: ChatError.notFound) {
            try await bindings.create(alice.id, ID(99), mode: .shared, priority: 0, at: bench.clock.now)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a member's own order is kept until it is another, and holds only what is bound to them`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let (bindings, now) = (bench.storage.bindings, bench.clock.now)
        var ids: [ID<Account>] = []
        for name in ["one", "two", "three"] { ids.append(try await bench.account(name).id) }
        for id in ids { _ = try await bindings.create(alice.id, id, mode: .shared, priority: 0, at: now) }
        _ = try await bindings.create(bob.id, ids[0], mode: .shared, priority: 0, at: now)
        func places(of user: User) async throws -> [Int?] { try await bindings.accounts(of: user.id).map(\.place) }

        #expect(try await bindings.order([ids[2], ids[0]], of: alice.id) == [])
        #expect(try await places(of: alice) == [1, nil, 0])
        #expect(try await bindings.rows(of: alice.id, to: nil, .all).items.map(\.binding.place) == [1, nil, 0])
        #expect(try await places(of: bob) == [nil], "somebody else's order")
        #expect(try await bindings.order([ids[1], ids[2]], of: alice.id) == [ids[2], ids[0]])
        // What is refused changes nothing.
        let strange = try await bench.account("strange").id
        for wrong in [[ids[0], strange], [ID(99)]] {
            await #expect(throws: ChatError.notFound) { try await bindings.order(wrong, of: alice.id) }
        }
        await #expect(throws: ChatError.notFound) { try await bindings.order([], of: ID(99)) }
        #expect(try await places(of: alice) == [nil, 0, 1])
        #expect(try await bindings.order([], of: alice.id) == [ids[1], ids[2]])
        #expect(try await places(of: alice) == [nil, nil, nil])
    }

    @Test(arguments: Engine.allCases)
    func `of many who want an account for themselves one gets it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        var members: [User] = []
        for number in 0..<8 { members.append(try await bench.member("m\(number)")) }
        await withTaskGroup { group in
            for member in members {
                group.addTask {
                    _ = try? await bench.storage.bindings.create(
                        member.id, account.id, mode: .dedicated, priority: 0, at: bench.clock.now)
                }
            }
        }
        #expect(try await bench.storage.bindings.list(of: nil, to: account.id, .all).total == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a package keeps its limits in their order`(engine: Engine) async throws {
        let bench = try await engine.open()
        let packages = bench.storage.packages
        let limits = [Limit(30, per: .month), Limit(0, per: .hour), Limit(1_000_000_000, per: .day)]
        var package = try await packages.create(name: "basic", limits: limits, at: bench.clock.now)
        let free = try await packages.create(name: "free", limits: [], at: bench.clock.now)
        #expect(try await packages.find(package.id) == package)
        #expect(try await packages.list(.all).items == [package, free])
        package.limits = [Limit(5, per: .week)]
        package.name = "small"
        try await packages.update(package)
        #expect(try await packages.find(package.id) == package)
        await #expect(throws: ChatError.notFound) { try await packages.find(ID(99)) }
        await #expect(throws: ChatError.notFound) {
            try await packages.update(Package(id: ID(99), name: "", limits: [], createdAt: bench.clock.now))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a package that a member has stays`(engine: Engine) async throws {
        let bench = try await engine.open()
        let packages = bench.storage.packages
        let package = try await packages.create(name: "p", limits: [Limit(1, per: .day)], at: bench.clock.now)
        var alice = try await bench.member("alice")
        alice.package = package.id
        try await bench.storage.users.update(alice)
        var holders = PackageHolders()
        holders.members = ["alice"]
        await #expect(throws: ChatError.packageInUse(holders)) { try await packages.delete(package.id) }
        alice.package = nil
        try await bench.storage.users.update(alice)
        try await packages.delete(package.id)
        await #expect(throws: ChatError.notFound) { try await packages.delete(package.id) }
    }
}

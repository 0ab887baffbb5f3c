import Database
import Domain
import Storage
import TestKit
import Testing

/// Which limits a member is checked against, by what packages are attached to.
@Suite struct AttachmentContract {
    private static let root = Actor.operator("chatmirror test")

    /// A package whose limit is told by its number.
    private func package(_ number: Int, _ bench: Bench) async throws -> Package {
        try await bench.storage.packages.create(
            name: "p\(number)", limits: [Limit(number, per: .day)], at: bench.clock.now)
    }

    private func set(_ setting: Setting, _ value: String, _ bench: Bench) async throws {
        try await bench.storage.settings.set(setting.name, to: value, setting.references(of: value))
    }

    @Test(arguments: Engine.allCases)
    func `limits come from the member, the group, everybody, the account and the key, each where it belongs`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let storage = bench.storage
        var packages: [Package] = []
        for number in 1...5 { packages.append(try await package(number, bench)) }
        var alice = try await bench.member("alice")
        let bob = try await bench.member("bob")
        (alice.package, alice.group) = (packages[0].id, "vip")
        try await storage.users.update(alice)
        var (one, two) = (try await bench.account("one"), try await bench.account("two"))
        for user in [alice, bob] {
            for account in [one, two] {
                _ = try await storage.bindings.create(
                    user.id, account.id, mode: .shared, priority: 0, at: bench.clock.now)
            }
        }
        two.package = packages[3].id
        try await storage.accounts.update(two, key: nil)
        try await set(.groupPackageIDs, #"{"vip":\#(packages[1].id)}"#, bench)
        try await set(.globalPackageID, "\(packages[2].id)", bench)
        try await set(.modelWeights, #"{"o3":5}"#, bench)
        var key = try await storage.apiKeys.create(
            APIKey(user: alice.id, name: "k", createdAt: bench.clock.now), hash: [1], secret: Secret("k"))
        key.package = packages[4].id
        try await storage.apiKeys.update(key)

        func amounts(_ limits: [Limit]) -> [Int] { limits.map(\.amount).sorted() }
        let hers = try await storage.allowances.allowance(of: alice.id)
        #expect(amounts(hers.limits) == [1, 2, 3] && amounts(hers.limits(on: one.id)) == [1, 2, 3])
        #expect(amounts(hers.limits(on: two.id)) == [1, 2, 3, 4])
        #expect(hers.group == "vip" && hers.weights["o3"] == 5 && hers.weights["gpt"] == 1)
        let his = try await storage.allowances.allowance(of: bob.id)
        #expect(amounts(his.limits) == [3] && amounts(his.limits(on: two.id)) == [3, 4])
        let standing = try #require(await storage.apiKeys.standing(of: [1]))
        #expect(amounts(standing.allowance.limits) == [1, 2, 3, 5])
        let draft = Draft(action: .next(id: .random(), text: "?"), conversation: nil, parent: nil, model: nil)
        let facts = try await storage.sendFacts.facts(of: draft, from: alice.id)
        #expect(amounts(facts.allowance.limits(on: two.id)) == [1, 2, 3, 4])

        // What is changed holds at once, also where the former was remembered.
        try await storage.packages.update(
            Package(id: packages[2].id, name: "p", limits: [Limit(33, per: .day)], createdAt: bench.clock.now))
        try await set(.groupPackageIDs, "{}", bench)
        #expect(try await amounts(storage.allowances.allowance(of: alice.id).limits) == [1, 33])
        one.package = packages[3].id
        try await storage.accounts.update(one, key: nil)
        #expect(try await amounts(storage.allowances.allowance(of: bob.id).limits(on: one.id)) == [4, 33])
    }

    @Test(arguments: Engine.allCases)
    func `a package that is attached to anything stays, and its holders are named`(engine: Engine) async throws {
        let bench = try await engine.open()
        let storage = bench.storage
        let package = try await package(1, bench)
        var holders = PackageHolders()
        func expectHeld() async {
            await #expect(throws: ChatError.packageInUse(holders)) { try await storage.packages.delete(package.id) }
        }
        for number in 1...7 {
            var user = try await bench.member("m\(number)")
            user.package = package.id
            try await storage.users.update(user)
        }
        (holders.members, holders.others) = (["m1", "m2", "m3", "m4", "m5"], 2)
        await expectHeld()
        for number in 1...7 {
            var user = try #require(await storage.users.credentials(of: "m\(number)")).user
            user.package = nil
            try await storage.users.update(user)
        }
        holders = PackageHolders()

        var account = try await bench.account("an account")
        account.package = package.id
        try await storage.accounts.update(account, key: nil)
        holders.accounts = ["an account"]
        await expectHeld()
        let owner = try await bench.member("owner")
        var key = try await storage.apiKeys.create(
            APIKey(user: owner.id, name: "a key", createdAt: bench.clock.now), hash: [1], secret: Secret("k"))
        key.package = package.id
        try await storage.apiKeys.update(key)
        holders.keys = ["a key"]
        try await set(.groupPackageIDs, #"{"vip":\#(package.id)}"#, bench)
        holders.groups = ["vip"]
        try await set(.globalPackageID, "\(package.id)", bench)
        holders.isGlobal = true
        await expectHeld()
        let row = try await storage.packages.row(of: package.id)
        #expect(row.attached.groups == ["vip"] && row.attached.isGlobal)
        #expect(row.attached.accountCount == 1 && row.attached.keyCount == 1 && row.attached.memberCount == 0)

        try await set(.globalPackageID, "", bench)
        try await set(.groupPackageIDs, "{}", bench)
        account.package = nil
        try await storage.accounts.update(account, key: nil)
        // A key that is gone holds nothing.
        try await storage.apiKeys.delete(key.id, of: nil)
        try await storage.packages.delete(package.id)
    }

    @Test(arguments: Engine.allCases)
    func `an option names packages and groups that are there`(engine: Engine) async throws {
        let bench = try await engine.open()
        let package = try await package(1, bench)
        await #expect(throws: ChatError.invalid(field: "value", .entry("99", .notThere))) {
            try await set(.globalPackageID, "99", bench)
        }
        await #expect(throws: ChatError.invalid(field: "value", .entry("nobody", .notThere))) {
            try await set(.groupPackageIDs, #"{"nobody":\#(package.id)}"#, bench)
        }
        var alice = try await bench.member("alice")
        alice.group = "vip"
        try await bench.storage.users.update(alice)
        await #expect(throws: ChatError.groupInUse("vip", members: ["alice"], count: 1)) {
            try await set(.groupRatio, #"{"default":1}"#, bench)
        }
        alice.group = "default"
        try await bench.storage.users.update(alice)
        try await set(.groupPackageIDs, #"{"svip":\#(package.id)}"#, bench)
        await #expect(throws: ChatError.groupInUse("svip", members: [], count: 0)) {
            try await set(.groupRatio, #"{"default":1}"#, bench)
        }
        try await set(.groupPackageIDs, "{}", bench)
        try await set(.groupRatio, #"{"default":1,"学生":0.5}"#, bench)
        #expect(try await Setting.groups(bench.storage.settings.values()) == ["default", "学生"])
    }
}

import Domain
import Storage
import TestKit
import Testing

/// What lists show, in few questions: the same as the parts asked for one by one.
@Suite struct RowsContract {
    private static let page = Page(offset: 0, limit: 10)

    @Test(arguments: Engine.allCases)
    func `a member's row has the package, the bindings and the link that works`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (store, now) = (bench.storage, bench.clock.now)
        let package = try await store.packages.create(name: "basic", limits: [], at: now)
        var lin = try await bench.member("lin")
        lin.package = package.id
        try await store.users.update(lin)
        let mei = try await bench.member("mei")
        let (first, second) = (try await bench.account("one"), try await bench.account("two"))
        let one = try await store.bindings.create(lin.id, first.id, mode: .shared, priority: 3, at: now)
        let two = try await store.bindings.create(lin.id, second.id, mode: .dedicated, priority: 0, at: now)
        let link = try await store.links.issue(for: lin.id, hash: [1], expiresAt: now + .seconds(60), at: now)

        let rows = try await store.users.rows(Self.page, matching: nil, at: now)
        #expect(rows.total == 2 && rows.items.map(\.user) == [lin, mei])
        #expect(
            rows.items[0]
                == MemberRow(
                    lin, packageName: "basic",
                    bindings: [.init(one, accountName: "one"), .init(two, accountName: "two")], link: link))
        #expect(rows.items[1] == MemberRow(mei, packageName: nil, bindings: [], link: nil))
        #expect(try await store.users.row(of: lin.id, at: now + .seconds(60)).link == nil)
        #expect(try await store.users.rows(Self.page, matching: "ei", at: now).items.map(\.user) == [mei])
        #expect(
            try await store.users.rows(Page(offset: 1, limit: 1), matching: nil, at: now).items.map(\.user) == [mei])
        await #expect(throws: ChatError.notFound) { try await store.users.row(of: ID(99), at: now) }
    }

    @Test(arguments: Engine.allCases)
    func `an account's row says whether it has a key, is bound, and was ever proven`(engine: Engine) async throws {
        let bench = try await engine.open()
        let store = bench.storage
        let (low, high) = (try await bench.account("low"), try await bench.account("high", priority: 9))
        _ = try await store.bindings.create(
            bench.member("lin").id, low.id, mode: .shared, priority: 0, at: bench.clock.now)
        for (account, result) in [(low, AuditResult.failed), (high, .failed), (high, .done), (high, .done)] {
            try await store.audit.append(
                AuditEntry(
                    at: bench.clock.now, actor: .init(name: "x"), action: .accountTested,
                    object: AuditObject(account), result: result))
        }
        let rows = try await store.accounts.rows(Self.page, matching: nil)
        #expect(rows.total == 2)
        #expect(
            rows.items == [
                AccountRow(high, hasKey: true, boundCount: 0, isProven: true),
                AccountRow(low, hasKey: true, boundCount: 1, isProven: false),
            ])
        #expect(try await store.accounts.row(of: low.id) == rows.items[1])
        #expect(try await store.accounts.rows(Self.page, matching: "hig").items.map(\.account.name) == ["high"])
        await #expect(throws: ChatError.notFound) { try await store.accounts.row(of: ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `bindings come with both names, and packages with their members`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (store, now) = (bench.storage, bench.clock.now)
        let (lin, mei) = (try await bench.member("lin"), try await bench.member("mei"))
        let account = try await bench.account("one")
        let one = try await store.bindings.create(lin.id, account.id, mode: .shared, priority: 1, at: now)
        let two = try await store.bindings.create(mei.id, account.id, mode: .shared, priority: 2, at: now)
        let all = try await store.bindings.rows(of: nil, to: account.id, Self.page)
        #expect(all.total == 2)
        #expect(
            all.items == [
                BindingRow(one, username: "lin", accountName: "one"),
                BindingRow(two, username: "mei", accountName: "one"),
            ])
        #expect(try await store.bindings.rows(of: mei.id, to: nil, Self.page).items == [all.items[1]])
        #expect(try await store.bindings.row(of: one.id) == all.items[0])
        await #expect(throws: ChatError.notFound) { try await store.bindings.row(of: ID(99)) }

        let (basic, empty) = (
            try await store.packages.create(name: "basic", limits: [Limit(3, per: .hour)], at: now),
            try await store.packages.create(name: "empty", limits: [], at: now)
        )
        var member = lin
        member.package = basic.id
        try await store.users.update(member)
        let packages = try await store.packages.rows(Self.page)
        #expect(packages.total == 2)
        var attached = PackageRow.Attached()
        attached.memberCount = 1
        #expect(packages.items == [PackageRow(basic, attached), PackageRow(empty)])
        #expect(try await store.packages.row(of: basic.id) == packages.items[0])
    }
}

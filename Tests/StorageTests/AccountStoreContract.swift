import Database
import Domain
import JSON
import Storage
import TestKit
import Testing
import Transport

/// What an account store promises, of keys above all.
@Suite struct AccountStoreContract {
    @Test(arguments: Engine.allCases)
    func `an account comes back as it was made, its key apart`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        let account = try await bench.account()
        #expect(try await accounts.find(account.id) == account)
        #expect(account.models == ["m1", "m 2,x"])
        #expect(account.proxy == "http://user:pw@proxy:8080")
        #expect(account.context(of: "m1") == 8000)
        #expect(try await accounts.key(of: account.id) == Secret("key of upstream"))
        #expect(try await accounts.hasKey(account.id))
        await #expect(throws: ChatError.notFound) { try await accounts.key(of: ID(99)) }
        await #expect(throws: ChatError.notFound) { try await accounts.hasKey(ID(99)) }
        await #expect(throws: ChatError.notFound) { try await accounts.find(ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `many accounts are made in their order, each with its own key, or none of them`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        func account(_ name: String, package: ID<Package>? = nil) -> Account {
            var account = Account(
                id: ID(0), name: name, baseURL: "https://a.example", models: [name], proxy: "http://\(name):1",
                createdAt: bench.clock.now)
            account.package = package
            return account
        }
        let made = try await accounts.create([
            (account("one"), Secret("sk-1")), (account("two"), Secret("")), (account("three"), Secret("sk-3")),
        ])
        #expect(made.map(\.name) == ["one", "two", "three"] && made.map(\.id.value) == made.map(\.id.value).sorted())
        for account in made { #expect(try await accounts.find(account.id) == account) }
        #expect(try await accounts.key(of: made[2].id) == Secret("sk-3"))
        #expect(try await !accounts.hasKey(made[1].id))
        #expect(try await accounts.create([]).isEmpty)
        // A name that no column holds.
        let flawed = account(String(repeating: "x", count: 70_000))
        if engine == .mariaDB {
            await #expect(throws: ChatError.self) {
                try await accounts.create([(account("four"), Secret("")), (flawed, Secret(""))])
            }
            #expect(try await accounts.list(.all, matching: nil).total == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func `chosen and learned options come back as they were, and findings are added to them`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        var account = try await bench.account()
        account.options.streams = false
        account.options.asksForUsage = false
        account.options.tokenLimit = .maxCompletionTokens
        account.options.systemRole = .developer
        (account.options.firstByte, account.options.silence, account.options.total) = (1, 2, 3)
        account.options.parameters = #"{"temperature":0.5}"#
        account.options.headers = [.init("X-Title", "二"), .init("HTTP-Referer", "https://x")]
        account.options.mapping = ModelMapping([.init("b", "二"), .init("a", "b")])
        account.options.statuses = [429: 500, 404: 400]
        (account.options.systemPrompt, account.options.leadsSystemPrompts) = ("Be kind.\n二", true)
        account.options.formats = [.anthropic, .openAIResponses]
        (account.options.apiVersion, account.options.responsesVersion) = ("2024-10-21", "preview")
        account.learned = [LearnedOption("stream_options"), LearnedOption("system", instead: "user")]
        try await accounts.update(account, key: nil)
        #expect(try await accounts.find(account.id) == account)
        let fresh = try await accounts.create(account, key: Secret("k"))
        #expect(try await accounts.find(fresh.id).options == account.options)

        let new = LearnedOption("max_tokens", instead: "max_completion_tokens")
        bench.clock.advance(by: .seconds(5))
        let findings = AccountFindings(skipped: 2, learned: [new, LearnedOption("stream_options")])
        for _ in 0..<2 { try await accounts.note(findings, of: account.id, at: bench.clock.now) }
        let found = try await accounts.find(account.id)
        #expect(found.learned == account.learned + [new])
        #expect(found.skipped == 4 && found.skippedAt == bench.clock.now)
        try await accounts.update(account, key: nil)
        #expect(try await accounts.find(account.id) == account)
    }

    @Test(arguments: Engine.allCases)
    func `whether a name exists is asked of all accounts but the one that has it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        let first = try await bench.account("one")
        let second = try await bench.account("two")
        #expect(try await accounts.isNamed("one", except: nil))
        #expect(try await !accounts.isNamed("one", except: first.id))
        #expect(try await accounts.isNamed("one", except: second.id))
        #expect(try await !accounts.isNamed("on", except: nil))
    }

    @Test(arguments: Engine.allCases)
    func `no secret stands in the database as it is`(engine: Engine) async throws {
        let bench = try await engine.open()
        _ = try await bench.account()
        let row = try await bench.database.read { try $0.rows("SELECT sealed_key, sealed_proxy FROM accounts")[0] }
        for column in ["sealed_key", "sealed_proxy"] {
            let bytes: [UInt8] = try row[column]
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("key of upstream") && !text.contains("user:pw"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a key moved to another row or column does not open`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        let first = try await bench.account("one")
        let second = try await bench.account("two")
        #expect(try await bench.otherProcess().hasItsKey())
        let (firstID, secondID) = (first.id.value, second.id.value)
        try await bench.database.write { session in
            let sealed: [UInt8] = try session.rows("SELECT sealed_key FROM accounts WHERE id = \(firstID)")[0][
                "sealed_key"]
            try session.execute("UPDATE accounts SET sealed_key = \(sealed) WHERE id = \(secondID)")
        }
        let refusal = ChatError.unavailable(what: "secrets")
        #expect(try await accounts.key(of: first.id) == Secret("key of one"))
        await #expect(throws: refusal) { try await accounts.key(of: second.id) }
        #expect(try await accounts.find(second.id).unreadable == [.key])
        #expect(try await accounts.find(first.id).unreadable == [])
        #expect(try await bench.otherProcess().hasItsKey())
        try await bench.database.write {
            try $0.execute("UPDATE accounts SET sealed_key = sealed_proxy WHERE id = \(firstID)")
        }
        await #expect(throws: refusal) { try await accounts.key(of: first.id) }
    }

    @Test(arguments: Engine.allCases)
    func `secrets sealed with another key file are found at once`(engine: Engine) async throws {
        let bench = try await engine.open()
        _ = try await bench.account()
        #expect(try await !SQLStorage(bench.database, key: .ofStrangers).hasItsKey())
    }

    @Test(arguments: Engine.allCases)
    func `a change without a key keeps it, with a key replaces it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        var account = try await bench.account()
        account.name = "renamed"
        account.baseURL = "https://API.example.com:443/v2"
        account.models = []
        account.status = .disabled
        try await accounts.update(account, key: nil)
        #expect(try await accounts.find(account.id) == account)
        #expect(try await accounts.key(of: account.id) == Secret("key of upstream"))
        try await accounts.update(account, key: Secret("new"))
        #expect(try await accounts.key(of: account.id) == Secret("new"))
        try await accounts.update(account, key: Secret(""))
        #expect(try await !accounts.hasKey(account.id))
        #expect(try await accounts.key(of: account.id).isEmpty)
    }

    @Test(arguments: [
        "http://api.example.com", "https://evil.example.com", "https://api.example.com:444",
        "https://api.example.com.evil.com", "https://user@api.example.com", "https://evil.com\\api.example.com",
        "https://evil.com#https://api.example.com", "api.example.com", "",
    ])
    func `a key never follows an account to another host`(url: String) async throws {
        let bench = try await Engine.sqlite.open()
        var account = try await bench.account()
        account.baseURL = url
        try await bench.storage.accounts.update(account, key: nil)
        #expect(try await !bench.storage.accounts.hasKey(account.id))
        account.baseURL = "https://api.example.com"
        try await bench.storage.accounts.update(account, key: nil)
        #expect(try await !bench.storage.accounts.hasKey(account.id))
    }

    @Test(arguments: ["", "http://proxy:8080", "https://user:pw@proxy:8080", "http://user:pw@proxy:8081"])
    func `a key never takes another way, past another proxy or none`(proxy: String) async throws {
        let bench = try await Engine.sqlite.open()
        var account = try await bench.account()
        account.proxy = proxy
        try await bench.storage.accounts.update(account, key: nil)
        #expect(try await bench.storage.accounts.find(account.id) == account)
        #expect(try await !bench.storage.accounts.hasKey(account.id))
        // Nor does one come back with the former way.
        account.proxy = Account.named("x").proxy
        try await bench.storage.accounts.update(account, key: nil)
        #expect(try await !bench.storage.accounts.hasKey(account.id))
        account.proxy = proxy
        try await bench.storage.accounts.update(account, key: Secret("new"))
        #expect(try await bench.storage.accounts.key(of: account.id) == Secret("new"))
    }

    @Test(arguments: Engine.allCases)
    func `the list is by priority, then newest, and searched by name and address`(engine: Engine) async throws {
        let bench = try await engine.open()
        let low = try await bench.account("low")
        let high = try await bench.account("high", priority: 5)
        let newest = try await bench.account("newest")
        let all = try await bench.storage.accounts.list(.all, matching: nil)
        #expect(all.items.map(\.id) == [high.id, newest.id, low.id])
        #expect(try await bench.storage.accounts.list(.all, matching: "HIG").items == [high])
        #expect(try await bench.storage.accounts.list(Page(offset: 0, limit: 1), matching: "example.com").total == 3)
    }

    @Test(arguments: Engine.allCases)
    func `a tag is kept, searched in part, and filters as a whole`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        _ = try await bench.account("bluebell")
        var (blue, other) = (try await bench.account("one"), try await bench.account("two"))
        (blue.tag, other.tag) = ("blue 漢", "Blue 漢")
        for account in [blue, other] { try await accounts.update(account, key: nil) }
        #expect(try await accounts.find(blue.id).tag == "blue 漢")
        #expect(try await accounts.list(.all, matching: nil, tagged: "blue 漢").items == [blue])
        let rows = try await accounts.rows(.all, matching: nil, tagged: "blue 漢")
        #expect(rows.items.map(\.account) == [blue] && rows.total == 1)
        #expect(try await accounts.rows(.all, matching: "BLUE", tagged: nil).total == 3)
        // Each half of the keyword's filter is narrowed by the tag.
        #expect(try await accounts.rows(.all, matching: "bluebell", tagged: "blue 漢").total == 0)
        #expect(try await accounts.rows(.all, matching: "one", tagged: "blue 漢").total == 1)
        #expect(try await accounts.rows(.all, matching: nil, tagged: "blue").total == 0)
        #expect(try await accounts.rows(.all, matching: nil, tagged: "").total == 1)
        var made = blue
        made.tag = String(repeating: "😀", count: 64)
        let created = try await accounts.create(made, key: Secret("k"))
        #expect(created.tag == made.tag)
        #expect(try await accounts.find(created.id).tag == made.tag)
    }

    @Test(arguments: Engine.allCases)
    func `an account and its key are read together`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account("one")
        let found = try await bench.storage.accounts.findWithKey(account.id)
        #expect(found.account == account)
        #expect(try await found.key == bench.storage.accounts.key(of: account.id) && !found.key.isEmpty)
        await #expect(throws: ChatError.notFound) { try await bench.storage.accounts.findWithKey(ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `how well an account works is kept as it is`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        _ = try await bench.account("sound")
        let now = bench.clock.now
        let health = AccountHealth(
            state: .cooling, reason: "HTTP 500: “oops”", since: now, until: now + .seconds(5), failures: 3,
            models: ["é": now + .seconds(9), "gpt": now], changedAt: now)
        try await bench.storage.accounts.note(health, of: account.id)
        #expect(try await bench.storage.accounts.health() == [account.id: health])
        try await bench.storage.accounts.note(AccountHealth(changedAt: now), of: account.id)
        #expect(try await bench.storage.accounts.health() == [account.id: AccountHealth(changedAt: now)])
        await #expect(throws: ChatError.notFound) { try await bench.storage.accounts.note(health, of: ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `a deleted account takes its bindings along`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let account = try await bench.account()
        _ = try await bench.storage.bindings.create(
            alice.id, account.id, mode: .dedicated, priority: 0, at: bench.clock.now)
        try await bench.storage.accounts.delete(account.id)
        #expect(try await bench.storage.bindings.list(of: nil, to: nil, .all).total == 0)
        #expect(try await bench.storage.bindings.accounts(of: alice.id).isEmpty)
        await #expect(throws: ChatError.notFound) { try await bench.storage.accounts.delete(account.id) }
    }
}

import Domain
import TestKit
import Testing

@testable import Storage

/// What members, keys and accounts came to, on every engine: always the sum of the rows.
@Suite struct SpendingContract {
    @Test(arguments: Engine.allCases)
    func `a request is in the sums once, however often its row is written, and not at all when it was given back`(
        engine: Engine
    )
        async throws
    {
        let spender = try await Spender(engine)
        let running = spender.call(ratio: "3")
        try await spender.charges.write([running])
        #expect(try await spender.sums() == Sums())
        let ended = spender.end(running, prompt: 100)
        let refused = spender.call(ratio: "3").ended(
            by: Receipt(attempts: [], end: .failed(UpstreamFailure(.upstreamAuth, detail: ""))),
            at: spender.bench.clock.now)
        try await spender.charges.write([ended, refused])
        // Its writing was not told to have succeeded.
        try await spender.charges.write([ended, refused])
        #expect(ended.cost == 300 && refused.cost == 0)
        #expect(try await spender.sums() == Sums(member: 300, requests: 1, key: 300, account: 300))
        let dearer = spender.end(running, prompt: 101)
        try await spender.charges.write([dearer])
        #expect(try await spender.sums() == Sums(member: 303, requests: 1, key: 303, account: 303))
        let free = spender.end(spender.call(ratio: nil), prompt: 7)
        try await spender.charges.write([free])
        #expect(try await spender.sums() == Sums(member: 303, requests: 2, key: 303, account: 303))
    }

    @Test(arguments: Engine.allCases)
    func `a row says what was paid, by which ratios and for which counters`(engine: Engine) async throws {
        let spender = try await Spender(engine)
        var call = spender.call(ratio: "1.5")
        var price = TokenPrice(Ratio("1.5") ?? .one)
        (price.completion, price.cacheCreation) = (Ratio(5), Ratio("1.25") ?? .one)
        call.charge.tariff = Tariff(.tokens(price), group: Ratio("0.8") ?? .one)
        var picture = spender.call(ratio: nil)
        picture.charge.tariff = Tariff(.call(Ratio("0.04") ?? .one), group: .one)
        picture.charge.tariff?.calls = 3
        picture.charge.tariff?.multiple = Ratio("1.5") ?? .one
        var usage = Usage(
            promptTokens: 1000, completionTokens: 50, cachedTokens: 300, cacheWriteTokens: 200, imageTokens: 5,
            audioTokens: 0)
        usage.soundLength = 8470
        usage.tools = ToolUse(webSearches: 2, fileSearches: 1, pictures: [.lowWide: 3])
        let tools = ToolPrices(
            webSearch: Ratio(10), fileSearch: Ratio("2.5") ?? .one, pictures: [.lowWide: Ratio("0.016") ?? .one])
        var searched = spender.call(ratio: nil)
        var heard = TokenPrice(.one)
        heard.hearing = .dollars(Ratio("0.7") ?? .one)
        searched.charge.tariff = Tariff(.tokens(heard), group: .one, tools: tools)
        var spoken = spender.call(ratio: nil)
        spoken.charge.tariff = Tariff(.second(Ratio("0.0001") ?? .one), group: .one, tools: tools)
        var asText = spender.call(ratio: nil)
        heard.hearing = .asText
        asText.charge.tariff = Tariff(.tokens(heard), group: .one)
        let ended = [call, picture, searched, spoken, asText].map { entry in
            entry.ended(
                by: Receipt(
                    attempts: [Attempt(spender.account.id)], end: .finished(.stop), usage: usage,
                    firstOutputAt: spender.bench.clock.now),
                at: spender.bench.clock.now)
        }
        try await spender.charges.write(ended)
        for entry in ended {
            var filter = UsageFilter(user: spender.member.id)
            filter.key = spender.key.id
            let rows = try await spender.charges.list(filter, after: nil, .all)
            #expect(rows.map(\.entry).contains(entry))
        }
        // Tools: 10,000 for two searches, 1,250 for one in files, 24,000 for three pictures.
        #expect(ended.map(\.cost) == [1560, 90_000, 1050 + 35_250, 424 + 35_250, 1050])
    }

    @Test(arguments: Engine.allCases)
    func `a turn of a chat is in the sums with its end, and one that a process left behind costs nothing`(
        engine: Engine
    )
        async throws
    {
        let spender = try await Spender(engine)
        let thread = Thread(spender.bench, spender.member)
        let turn = try await thread.start()
        var answer = Answer.of("answer")
        answer.cost = 77
        try await thread.store.save(turn, answer)
        #expect(try await spender.sums() == Sums())
        let receipt = Receipt(
            attempts: [Attempt(spender.account.id)], end: .finished(.stop), usage: nil,
            firstOutputAt: Timestamp(seconds: 1))
        for _ in 0..<2 {
            try await thread.store.end(
                turn, answer, TurnEnd(.finished), .committed, receipt, at: spender.bench.clock.now)
        }
        #expect(try await spender.sums() == Sums(member: 77, requests: 1, account: 77))
        let refused = try await thread.start(after: turn)
        try await thread.end(refused, .of("", at: nil), TurnEnd(.error), .refunded)
        let left = try await thread.start(after: refused)
        try await thread.store.save(left, .of("half"))
        spender.bench.clock.advance(by: .seconds(60))
        _ = try await thread.store.interruptTurns(except: [], at: spender.bench.clock.now)
        #expect(try await spender.sums() == Sums(member: 77, requests: 2, account: 77))
    }

    @Test(arguments: Engine.allCases)
    func `a call that somebody took for abandoned and that ends all the same is in the sums once`(engine: Engine)
        async throws
    {
        let spender = try await Spender(engine)
        var running = spender.call(ratio: "1")
        running.firstOutputAt = spender.bench.clock.now
        try await spender.charges.write([running])
        spender.bench.clock.advance(by: .seconds(60))
        _ = try await spender.charges.interruptCalls(except: [], at: spender.bench.clock.now)
        #expect(try await spender.sums() == Sums(requests: 1))
        try await spender.charges.write([spender.end(running, prompt: 9)])
        #expect(try await spender.sums() == Sums(member: 9, requests: 1, key: 9, account: 9))
    }

    @Test(arguments: Engine.allCases)
    func `many processes that write at once lose nothing`(engine: Engine) async throws {
        let spender = try await Spender(engine)
        var others: [ID<User>] = []
        for number in 0..<5 { others.append(try await spender.bench.member("other\(number)").id) }
        let processes = (0..<3).map { _ in spender.bench.otherProcess().charges }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<21 {
                let own = (1...10).map { spender.end(spender.call(ratio: "1"), prompt: $0) }
                let theirs = others.map { spender.end(spender.call(ratio: "1", of: $0), prompt: 1) }
                group.addTask {
                    let batch = (own + theirs).shuffled()
                    try await processes[number % 3].write(batch)
                    try await processes[(number + 1) % 3].write(batch)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await spender.sums() == Sums(member: 1155, requests: 210, key: 1155, account: 1260))
        for other in others {
            let row = try await spender.bench.storage.users.row(of: other, at: spender.bench.clock.now)
            #expect(row.wallet.spent == 21 && row.requests == 21)
        }
    }
}

private struct Sums: Equatable {
    var member = 0
    var requests = 0
    var key = 0
    var account = 0
}

/// A member with a key and an account, and what they came to.
private struct Spender: Sendable {
    let bench: Bench
    let member: User
    let key: APIKey
    let account: Account
    var charges: SQLChargeStore { bench.storage.charges }

    init(_ engine: Engine) async throws {
        bench = try await engine.open()
        member = try await bench.member("alice")
        account = try await bench.account()
        key = try await bench.storage.apiKeys.create(
            APIKey(user: member.id, name: "program", createdAt: bench.clock.now), hash: [1], secret: Secret("k"))
    }

    /// Of the member with the key, or of another's without one.
    func call(ratio: String?, of other: ID<User>? = nil) -> UsageEntry {
        let payer = other.map { Payer($0) } ?? Payer(member.id, by: key.id)
        var charge = Charge(
            id: .random(), payer: payer, endpoint: .chatCompletions, model: "alpha",
            account: account.id, at: bench.clock.now)
        charge.tariff = ratio.flatMap { Ratio($0) }.map { Tariff(.tokens(TokenPrice($0)), group: .one) }
        return UsageEntry(charge, isStream: true, requestID: "r1")
    }

    func end(_ entry: UsageEntry, prompt: Int) -> UsageEntry {
        entry.ended(
            by: Receipt(
                attempts: [Attempt(account.id)], end: .finished(.stop), usage: Usage(promptTokens: prompt),
                firstOutputAt: bench.clock.now),
            at: bench.clock.now)
    }

    func sums() async throws -> Sums {
        let row = try await bench.storage.users.row(of: member.id, at: bench.clock.now)
        return Sums(
            member: row.wallet.spent, requests: row.requests,
            key: try await bench.storage.apiKeys.find(key.id, of: member.id).wallet.spent,
            account: try await bench.storage.accounts.row(of: account.id).spent)
    }
}

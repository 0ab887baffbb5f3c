import Domain
import Live
import Storage

/// After the storm, with every process gone: what they left is ended, the counters are the rows, and who has places left gets
/// exactly those.
struct StormCheck {
    /// A quarter of a minute after the last reservation, so that none is too young to be judged.
    let stores: StormStores

    func run() async throws {
        try await stores.storage.heartbeat.beat()
        for (id, settlement) in try await stores.storage.charges.interruptCalls(except: [], at: stores.clock.now) {
            await stores.ledger.settle(id, as: settlement)
        }
        try await stores.ledger.reconcile()
        let open = try await stores.storage.ledger.open().count
        if open > 0 { say("fault \(open) rows are open") }
        let rows = stores.rebuilt()
        for person in StormPlan.people {
            let (use, limits) = (StormPlan.use(of: person), StormPlan.limits(person))
            let live = try await stores.ledger.usage(of: use, under: limits).map(\.used)
            let due = try await rows.usage(of: use, under: limits).map(\.used)
            say("used \(person) \(live.map { String($0) }.joined(separator: " "))")
            if live != due { say("fault the counters of \(person) are \(live), the rows \(due)") }
        }
        for person in StormPlan.people where !StormPlan.hasPlenty(person) { try await fill(person) }
        for payer in MoneyStorm.payers { try await checkBalance(of: payer, rows) }
    }

    /// What Redis counts, what the rows say, and the sum that is kept of them are one number; and all that is left can be spent.
    private func checkBalance(of payer: ID<User>, _ rows: RedisQuotaLedger) async throws {
        let wallet = try await stores.storage.users.row(of: payer, at: stores.clock.now).wallet
        let use = MoneyStorm.use(of: payer)
        for ledger in [stores.ledger, rows] {
            let counted = try await ledger.usage(of: use, under: MoneyStorm.probe)[0].used
            if counted != wallet.spent { say("fault \(payer) spent \(wallet.spent), and \(counted) is counted") }
        }
        say("balance \(payer) \(wallet.isLimited) \(wallet.left)")
        guard wallet.isLimited, wallet.left > 0 else { return }
        let limits = MoneyStorm.limits(of: wallet)
        if await admits(MoneyStorm.use(of: payer, costing: wallet.left + 1), limits) {
            say("fault \(payer) got too much")
        }
        if !(await admits(MoneyStorm.use(of: payer, costing: wallet.left), limits)) {
            say("fault \(payer) got too little")
        }
    }

    private func fill(_ person: Int64) async throws {
        let (use, limits) = (StormPlan.use(of: person), StormPlan.limits(person))
        let room = try await stores.ledger.usage(of: use, under: limits).map(\.remaining).min()!
        var got = 0
        while got <= room, await admits(use, limits) { got += 1 }
        if got != room { say("fault \(person) got \(got) of \(room)") }
        say("filled \(person) \(room)")
    }

    private func admits(_ use: QuotaUse, _ limits: [Limit]) async -> Bool {
        (try? await stores.ledger.reserve(.random(), use, under: limits)) != nil
    }
}

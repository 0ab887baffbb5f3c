import Domain
import Live
import Storage
import Synchronization
import Transport

/// Half of the storm's tasks. It says how many places it took (`taken`), which it kept after their row was acknowledged (`kept`), and
/// what must not be (`fault`).
final class Storm: Sendable {
    private let plan: StormPlan
    private let stores: StormStores
    private let state = Mutex(State())
    private let isOver = Atomic<Bool>(false)

    private struct State {
        var running: Set<Key<Charge>> = []
        var taken = 0
        var refused = 0
        var away = 0
    }

    init(_ plan: StormPlan, _ stores: StormStores) {
        self.plan = plan
        self.stores = stores
    }

    /// What was begun is ended first.
    func stop() { isOver.store(true, ordering: .relaxed) }

    func rage(_ tasks: Int) async throws {
        try await stores.storage.heartbeat.beat()
        await withTaskGroup { group in
            group.addTask { await self.tidy() }
            let money = MoneyStorm(stores) { entry in await self.end(entry, times: Self.times()) }
            for number in 0..<tasks {
                group.addTask {
                    while !self.isOver.load(ordering: .relaxed) {
                        if number % 2 == 0 { await self.ask() } else { await self.pay(money) }
                    }
                }
            }
        }
        while stores.ledger.undeliveredCount > 0 { await stores.loop.sleep(for: .milliseconds(20)) }
        let state = state.withLock { $0 }
        say("end \(state.taken) \(state.refused) \(state.away)")
    }

    /// As the services do it: what dead processes left is ended.
    private func tidy() async {
        while !isOver.load(ordering: .relaxed) {
            try? await stores.storage.heartbeat.beat()
            let running = state.withLock { $0.running }
            let ended = try? await stores.storage.charges.interruptCalls(except: running, at: stores.clock.now)
            for (id, settlement) in ended ?? [] { await stores.ledger.settle(id, as: settlement) }
            try? await stores.ledger.reconcile()
            await stores.loop.sleep(for: .milliseconds(500))
        }
    }

    private func ask() async {
        let person = StormPlan.people.randomElement()!
        await run { id throws(ChatError) in
            try await ask(id, person)
        } refused: { stop in
            if StormPlan.hasPlenty(person) || !stop.isExhausted { say("fault refused \(person): \(stop)") }
        }
    }

    private func pay(_ money: MoneyStorm) async {
        await run { id throws(ChatError) in
            try await money.act(as: id)
            count()
        } refused: { stop in
            if !stop.isBalance { say("fault refused for no money: \(stop)") }
        }
    }

    private func run(
        _ act: (Key<Charge>) async throws(ChatError) -> Void, refused: (WindowUsage) -> Void
    ) async {
        let id = Key<Charge>.random()
        state.withLock { _ = $0.running.insert(id) }
        defer { state.withLock { _ = $0.running.remove(id) } }
        do throws(ChatError) {
            try await act(id)
        } catch .quotaExceeded(let stop) {
            refused(stop)
            state.withLock { $0.refused += 1 }
            await stores.loop.sleep(for: .milliseconds(2))
        } catch {
            state.withLock { $0.away += 1 }
            await stores.loop.sleep(for: .milliseconds(20))
        }
    }

    /// As a call of a program: place, row, place confirmed, output, row with its end, place settled.
    private func ask(_ id: Key<Charge>, _ person: Int64) async throws(ChatError) {
        let (use, limits) = (StormPlan.use(of: person), StormPlan.limits(person))
        let place = try await stores.ledger.reserve(id, use, under: limits)
        var charge = Charge(
            id: id, payer: use.payer, endpoint: .chatCompletions, model: use.model, account: use.account!, at: place.at)
        charge.group = use.group
        var entry = UsageEntry(charge, isStream: false)
        do {
            try await stores.storage.charges.write([entry])
            _ = try await stores.ledger.reserve(id, use, under: limits)
            entry.firstOutputAt = stores.clock.now
            try await stores.storage.charges.write([entry])
        } catch {
            await end(entry.as(.refunded), times: 1)
            throw error
        }
        count()
        let isKept = Int.random(in: 0..<plan.keptOneOf) == 0
        await end(entry.as(isKept ? .committed : .refunded), times: Self.times())
        if isKept { say("kept \(id)") }
    }

    /// How often an end is told: some are told more than once.
    private static func times() -> Int { Int.random(in: 0..<10) < 3 ? 3 : 1 }

    /// The row first, however long it takes.
    private func end(_ entry: UsageEntry, times: Int) async {
        while (try? await stores.storage.charges.write([entry])) == nil {
            await stores.loop.sleep(for: .milliseconds(10))
        }
        let (id, settlement) = (entry.charge.id, entry.settlement ?? .refunded)
        let total = QuotaTotal(money: entry.cost)
        await withTaskGroup { [ledger = stores.ledger] group in
            for _ in 0..<times { group.addTask { await ledger.settle(id, as: settlement, total) } }
        }
    }

    private func count() {
        let taken = state.withLock { state in
            state.taken += 1
            return state.taken
        }
        if taken.isMultiple(of: 50) { say("taken 50") }
    }
}

extension UsageEntry {
    fileprivate func `as`(_ settlement: Settlement) -> UsageEntry {
        var entry = self
        (entry.settlement, entry.status) = (settlement, .finished)
        return entry
    }
}

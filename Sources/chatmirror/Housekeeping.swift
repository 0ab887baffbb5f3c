import Domain
import Live
import Site
import Storage
import Transport
import Web

/// What is done every few seconds for as long as the server runs.
struct Housekeeping: Sendable {
    private let world: World

    init(_ world: World) { self.world = world }

    private static let pause = Duration.seconds(5)

    /// How many rounds make so long a span.
    private static func rounds(_ span: Duration) -> Int { max(1, Int(span / pause)) }

    func run() async {
        var round = 0
        var day: Int64?
        while !Task.isCancelled {
            await world.clock.sleep(Self.pause)
            guard !Task.isCancelled else { return }
            try? await world.storage.presence.beat()
            await endAbandonedTurns()
            await endAbandonedCalls()
            await world.watch.refresh()
            await world.watch.probe()
            await world.standings.noteUses()
            await world.storage.scrub()
            if round % Self.rounds(RedisQuotaLedger.reconcileInterval) == 0 { await world.counters.reconcile() }
            if round % Self.rounds(.seconds(60)) == 0 { await tidy() }
            let today = world.clock.now.seconds / 86_400
            if day != today, await printAuditHead() { day = today }
            round += 1
        }
    }

    /// Turns that nobody runs: of a process that died, or whose end could not be stored while the store was away.
    func endAbandonedTurns() async {
        let (conversations, turns) = (world.storage.conversations, world.turns)
        guard let ended = try? await conversations.interruptTurns(except: turns.running, at: world.clock.now) else {
            return
        }
        for (turn, settlement) in ended {
            await world.counters.ledger.settle(turn.charge, as: settlement)
            // Whoever still watches it, in whichever process, is told.
            try? await world.counters.log.append([.ended(TurnEnd(.interrupted))], to: turn.id)
        }
        if !ended.isEmpty { world.log.warn("ended abandoned turns", .init("count", ended.count)) }
    }

    /// The same of calls of programs: only those that ran for some seconds have a row.
    private func endAbandonedCalls() async {
        let ended = try? await world.storage.charges.interruptCalls(except: world.usage.running, at: world.clock.now)
        for (id, settlement) in ended ?? [] { await world.counters.ledger.settle(id, as: settlement) }
    }

    /// Once a day (of UTC) and at both ends of the process: what stands in the journal cannot be changed with the database.
    @discardableResult
    func printAuditHead() async -> Bool {
        guard let head = try? await world.storage.audit.head() else { return false }
        world.log.info("audit head", .init("head", id: head.text))
        return true
    }

    private func tidy() async {
        let now = world.clock.now
        world.counters.sweep(now)
        world.sendMessage.grants.sweep()
        try? await world.storage.sessions.purge(before: now)
        try? await world.storage.users.purge(before: now)
        // The clocks of processes may differ by minutes.
        try? await world.storage.usedTokens.purge(before: now - .seconds(3600))
        Memory.giveBack()
    }
}

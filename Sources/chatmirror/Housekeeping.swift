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
            await world.ports.clock.sleep(Self.pause)
            guard !Task.isCancelled else { return }
            try? await world.presence.beat()
            await endAbandonedTurns()
            await endAbandonedCalls()
            await world.ports.watch.refresh()
            await world.ports.watch.probe()
            await world.ports.standings.noteUses()
            await world.scrub()
            if round % Self.rounds(RedisQuotaLedger.reconcileInterval) == 0 { await world.counters.reconcile() }
            if round % Self.rounds(.seconds(60)) == 0 { await tidy() }
            let today = world.ports.clock.now.seconds / 86_400
            if day != today, await printAuditHead() { day = today }
            round += 1
        }
    }

    /// Turns that nobody runs: of a process that died, or whose end could not be stored while the store was away.
    func endAbandonedTurns() async {
        let ports = world.ports
        guard
            let ended = try? await ports.conversations.interruptTurns(except: ports.turns.running, at: ports.clock.now)
        else { return }
        for (turn, settlement) in ended {
            switch settlement {
            case .committed: await ports.ledger.commit(turn.charge)
            case .refunded: await ports.ledger.refund(turn.charge)
            }
            // Whoever still watches it, in whichever process, is told.
            try? await ports.turnLog.append([.ended(TurnEnd(.interrupted))], to: turn.id)
        }
        if !ended.isEmpty { world.log.warn("ended abandoned turns", .init("count", ended.count)) }
    }

    /// The same of calls of programs: only those that ran for some seconds have a row.
    private func endAbandonedCalls() async {
        let ports = world.ports
        let ended = try? await ports.charges.interruptCalls(except: ports.usage.running, at: ports.clock.now)
        for (id, settlement) in ended ?? [] {
            switch settlement {
            case .committed: await ports.ledger.commit(id)
            case .refunded: await ports.ledger.refund(id)
            }
        }
    }

    /// Once a day (of UTC) and at both ends of the process: what stands in the journal cannot be changed with the database.
    @discardableResult
    func printAuditHead() async -> Bool {
        guard let head = try? await world.ports.audit.head() else { return false }
        world.log.info("audit head", .init("head", id: head.text))
        return true
    }

    private func tidy() async {
        let now = world.ports.clock.now
        world.counters.sweep(now)
        world.ports.sendMessage.grants.sweep()
        try? await world.ports.sessions.purge(before: now)
        try? await world.ports.users.purge(before: now)
        // The clocks of processes may differ by minutes.
        try? await world.ports.usedTokens.purge(before: now - .seconds(3600))
        Memory.giveBack()
    }
}

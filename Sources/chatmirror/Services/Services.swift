import Domain
import Storage
import Transport

/// Everything that runs in the background, from `start` until `stop`.
struct Services {
    private let log: Log
    private let running: [(service: any Service, task: Task<Void, Never>)]

    /// In the order of their start, which is the reverse order of their end.
    private static func all(in world: World, _ useCases: UseCases) -> [any Service] {
        let (storage, clock) = (world.storage, world.clock)
        return [
            // The last to stop: a process that is silent counts as dead, and others end what it is still doing.
            HeartbeatService(heartbeat: storage.heartbeat, clock: clock),
            // It prints the head once more when all that follow have stopped.
            DailyAuditHead(audit: storage.audit, clock: clock, log: world.log),
            AbandonedCharges(world),
            AbandonedResponses(world),
            AbandonedJobs(jobs: world.jobs, clock: clock, log: world.log),
            AccountChecks(watch: world.watch, clock: clock),
            AccountProbes(watch: world.watch, work: world.work(.accountProbes)),
            LoginRenewals(
                tokens: world.tokens, pool: world.pool, watch: world.watch, work: world.work(.loginRenewals),
                clock: clock, log: world.log),
            RefreshedTokens(tokens: world.refreshTokens, work: world.work(.refreshTokens), log: world.log),
            ReadAccounts(
                readings: AccountReadings(
                    pool: world.pool, accounts: storage.accounts, settings: storage.settings, watch: world.watch,
                    clock: clock), work: world.work(.accountReadings)),
            KeyUses(standings: world.standings, clock: clock),
            PurgedText(storage: storage, clock: clock),
            LostReservations(counters: world.counters, work: world.work(.lostReservations)),
            Expiry(counters: world.counters, standings: world.sendMessage.standings, clock: clock),
            ExpiredRows(storage: storage, clock: clock, work: world.work(.expiredRows)),
            LostStoresService(stores: world.lost, clock: clock),
            WatchedAlerts(watch: useCases.alertWatch, work: world.work(.alerts)),
            DeliveredAlerts(
                outbox: AlertOutbox(store: storage.alerts, sender: world.sender, clock: clock),
                work: world.work(.alertDeliveries), log: world.log),
            FoldedConversations(search: storage.search, work: world.work(.foldedConversations)),
            SummedUsage(sums: storage.usageSums, work: world.work(.usageSums)),
            DeletedFiles(files: world.files, exports: useCases.exports, work: world.work(.deletedFiles)),
            TurnSignals(turns: world.turns),
            UsageWriter(dispatcher: world.dispatcher, clock: clock, log: world.log),
            StandingChecks(standings: world.standings, clock: clock),
        ]
    }

    /// Starts each on an event loop.
    static func start(in world: World, _ useCases: UseCases) -> Services {
        let running = all(in: world, useCases).map { service in
            world.log.debug("service started", .init("service", id: service.name))
            return (service, Task(executorPreference: world.loops.next()) { await service.run() })
        }
        return Services(log: world.log, running: running)
    }

    /// Ends one after another: each completes its work before the next is cancelled.
    func stop() async {
        for (service, task) in running.reversed() {
            task.cancel()
            await task.value
            await service.finish()
            log.debug("service stopped", .init("service", id: service.name))
        }
    }
}

extension World {
    /// Work that one process does for all.
    fileprivate func work(_ lease: Lease) -> LeasedWork { LeasedWork(lease, of: leases, clock: clock) }
}

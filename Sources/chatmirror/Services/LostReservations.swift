import Domain
import Live

/// Settles reservations in Redis whose end was lost, by what the SQL ledger says of them. In one process for all.
struct LostReservations: Service {
    let name = "lost-reservations"
    let counters: Counters
    let work: LeasedWork

    func run() async { await work.run(every: RedisQuotaLedger.reconcileInterval) { await counters.reconcile() } }
    func finish() async { await work.giveBack() }
}

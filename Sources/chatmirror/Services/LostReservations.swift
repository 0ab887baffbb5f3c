import Domain
import Live

/// Settles reservations in Redis whose end was lost, by what the SQL ledger says of them.
struct LostReservations: Service {
    let name = "lost-reservations"
    let counters: Counters
    let clock: any WallClock

    func run() async {
        await every(RedisQuotaLedger.reconcileInterval, firstAfter: .seconds(5), on: clock) {
            await counters.reconcile()
        }
    }
}

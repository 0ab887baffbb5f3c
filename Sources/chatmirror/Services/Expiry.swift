import Domain
import Transport

/// Forgets once a minute what has expired in the memory of this process.
struct Expiry: Service {
    let name = "expiry"
    let counters: Counters
    let standings: SessionStandings
    let clock: any WallClock

    func run() async {
        await every(.seconds(60), firstAfter: .seconds(5), on: clock) {
            counters.sweep(clock.now)
            standings.sweep()
            Memory.giveBack()
        }
    }
}

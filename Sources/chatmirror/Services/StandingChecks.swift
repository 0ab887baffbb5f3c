import Domain

/// Finds out once a second which remembered standings are still true.
struct StandingChecks: Service {
    let name = "standing-checks"
    let standings: Standings
    let clock: any WallClock

    func run() async {
        await every(Standings.interval, on: clock) { await standings.check() }
    }
}

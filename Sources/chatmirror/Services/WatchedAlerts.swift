import Domain

/// Looks for what may become an alert. In one process for all.
struct WatchedAlerts: Service {
    let name = "alerts"
    let watch: AlertWatch
    let work: LeasedWork

    func run() async {
        var number = 0
        await work.run(every: AlertWatch.interval) {
            // A store that is away is met again in ten seconds; that it is away is told by `LostStores`.
            try? await watch.round(number)
            number += 1
        }
    }

    func finish() async { await work.giveBack() }
}

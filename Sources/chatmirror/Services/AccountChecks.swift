import Domain

/// Takes over what other processes found out about the accounts. Every five seconds.
struct AccountChecks: Service {
    let name = "account-checks"
    let watch: AccountWatch
    let clock: any WallClock

    func run() async {
        await every(.seconds(5), on: clock) { await watch.refresh() }
    }
}

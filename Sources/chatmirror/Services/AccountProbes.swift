import Domain

/// Asks the accounts whose rest is over and that nobody else asks. Every five seconds, in one process for all: what it finds out the
/// others take over.
struct AccountProbes: Service {
    let name = "account-probes"
    let watch: AccountWatch
    let work: LeasedWork

    func run() async { await work.run(every: .seconds(5)) { await watch.probe() } }
    func finish() async { await work.giveBack() }
}

import Domain

/// Reads what is left of accounts that nobody asks. Once a minute it looks whose time has come, in one process for all.
struct ReadAccounts: Service {
    let name = "account-readings"
    let readings: AccountReadings
    let work: LeasedWork

    func run() async { await work.run(every: .seconds(60)) { await readings.round() } }
    func finish() async { await work.giveBack() }
}

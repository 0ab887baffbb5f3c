import Domain
import Transport

/// Forgets once a minute what has expired, in memory and in the database.
struct Expiry: Service {
    let name = "expiry"
    let counters: Counters
    let grants: Grants
    let sessions: any SessionStore
    let users: any UserStore
    let usedTokens: any UsedTokens
    let clock: any WallClock

    func run() async {
        await every(.seconds(60), firstAfter: .seconds(5), on: clock) { await forget() }
    }

    private func forget() async {
        let now = clock.now
        counters.sweep(now)
        grants.sweep()
        try? await sessions.purge(before: now)
        try? await users.purge(before: now)
        // The clocks of processes may differ by minutes.
        try? await usedTokens.purge(before: now - .seconds(3600))
        Memory.giveBack()
    }
}

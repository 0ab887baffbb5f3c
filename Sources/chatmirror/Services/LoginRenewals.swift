import Domain
import Transport
import Upstream

/// Renews logins before they end. Once a minute, in one process for all; whoever meets one that has ended renews it, too.
struct LoginRenewals: Service {
    let name = "login-renewals"
    let tokens: TokenRefresher
    let pool: AccountPool
    let watch: AccountWatch
    let work: LeasedWork
    let clock: any WallClock
    let log: Log

    private static let pause = Duration.seconds(60)

    func run() async {
        var last: Timestamp?
        var isHeld = false
        // Somebody may have them renewed at once that were held back.
        await work.run(every: .seconds(5)) {
            let isOver = isHeld ? await tokens.hold() == nil : false
            let now = clock.now
            if !isOver, let last, last <= now, now < last + Self.pause { return }
            last = now
            if isOver { tokens.endPauses() }
            await renew()
            let hold = await tokens.hold()
            if !isHeld, hold != nil {
                log.warn("several logins could not be renewed: for five minutes none is renewed before it is needed")
            }
            isHeld = hold != nil
        }
    }

    private func renew() async {
        let wantsPerson = { @Sendable [pool] id in pool.health(of: id).state == .needsAttention }
        for one in await tokens.renewDue(except: wantsPerson) {
            if case .challenged(let words) = one.failure {
                await watch.noteChallenge(words, of: one.account)
            } else if pool.health(of: one.account.id).state != .needsLogin {
                // Nobody is asked: what is known of its login becomes its health, though nobody uses it.
                _ = await watch.test(one.account, key: one.pair.stored)
            }
        }
    }

    /// A process that ends in the middle of a renewal may lose the login.
    func finish() async {
        await tokens.rest()
        await work.giveBack()
    }
}

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
    let log: Log

    func run() async {
        await work.run(every: .seconds(60)) {
            let wasHeldBack = tokens.heldBackUntil != nil
            for (account, pair) in await tokens.renewDue() where pool.health(of: account.id).state != .needsLogin {
                // Nobody is asked: what is known of its login becomes its health, though nobody uses it.
                _ = await watch.test(account, key: pair.stored)
            }
            if !wasHeldBack, tokens.heldBackUntil != nil {
                log.warn("several logins could not be renewed: for five minutes none is renewed before it is needed")
            }
        }
    }

    /// A process that ends in the middle of a renewal may lose the login.
    func finish() async {
        await tokens.rest()
        await work.giveBack()
    }
}

public import Domain
import Web

extension Ports {
    /// Looks after what may become an alert, over these ports. The disk has half of its space left.
    public func alertWatch(
        lost: @escaping @Sendable () -> [String: Timestamp] = { [:] },
        disk: AlertSources.DiskSpace = .init(free: 50, total: 100)
    ) -> AlertWatch {
        let trail = AuditTrail(audit, clock: clock, fingerprint: { _ in "" }, lost: { _, _ in })
        let confirmation = Confirmation(users: users)
        let sources = AlertSources(
            accounts: Accounts(
                accounts: accounts, bindings: bindings, backend: backend, pool: pool,
                watch: AccountWatch(pool: pool, accounts: accounts, backend: backend), jobs: jobs, logins: logins,
                importedModels: [], clock: clock, confirmation: confirmation, trail: trail),
            bindings: bindings, logins: logins, refreshTokens: refreshTokens,
            statistics: Statistics(
                usageSums, usage: usage, accounts: accounts, users: users, keys: apiKeys, files: files,
                pool: pool,
                calendar: UTCCalendar(), clock: clock),
            sums: usageSums,
            members: Members(
                users: users, sessions: sessions, links: links, packages: packages,
                settings: Settings(settings, trail: trail), allowances: allowances, ledger: ledger,
                passwords: Argon2Passwords(passwords), clock: clock, trail: trail, stopTurns: turns.stopAll),
            audit: audit, clock: clock, disk: { disk }, lost: lost)
        return AlertWatch(store: alerts, sources: sources, calendar: UTCCalendar(), clock: clock)
    }
}

package import Domain

/// What the panel's routes act through: a use case a noun.
package struct PanelUses: Sendable {
    let signIn: SignIn
    let administrators: Administrators
    let members: Members
    let wallets: Wallets
    let links: Links
    let accounts: Accounts
    let choices: Choices
    let bindings: Bindings
    let packages: Packages
    let settings: Settings
    let prices: PriceList
    let audit: AuditReader
    let keys: Keys
    let usage: UsageReader
    let statistics: Statistics
    let live: LiveUsage
    let jobs: Jobs
    let writeUsage: @Sendable () async -> Void
    let refreshTokens: RefreshTokens
    let tokenManager: TokenManagerOptions
    let alerts: Alerts
    let assistants: Assistants
    let looks: SiteLooks

    package init(
        signIn: SignIn, administrators: Administrators, members: Members,
        wallets: Wallets, links: Links, accounts: Accounts,
        choices: Choices, bindings: Bindings, packages: Packages, settings: Settings,
        prices: PriceList, audit: AuditReader, keys: Keys,
        usage: UsageReader, statistics: Statistics, live: LiveUsage,
        jobs: Jobs, refreshTokens: RefreshTokens, tokenManager: TokenManagerOptions,
        alerts: Alerts, assistants: Assistants, looks: SiteLooks, writeUsage: @escaping @Sendable () async -> Void
    ) {
        self.signIn = signIn
        self.administrators = administrators
        self.members = members
        self.wallets = wallets
        self.links = links
        self.accounts = accounts
        self.choices = choices
        self.bindings = bindings
        self.packages = packages
        self.settings = settings
        self.prices = prices
        self.audit = audit
        self.keys = keys
        self.usage = usage
        self.statistics = statistics
        self.live = live
        self.jobs = jobs
        self.writeUsage = writeUsage
        self.refreshTokens = refreshTokens
        self.tokenManager = tokenManager
        self.alerts = alerts
        self.assistants = assistants
        self.looks = looks
    }
}

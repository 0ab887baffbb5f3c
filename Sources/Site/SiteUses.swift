package import Domain

/// What the site acts through beside its surfaces: to know who asks, and whether new work can be taken.
package struct SiteUses: Sendable {
    let users: any UserStore
    let sessions: any SessionStore
    let accounts: any AccountStore
    let usedTokens: any UsedTokens
    let administrators: Administrators
    let shares: SharedChats
    let looks: SiteLooks
    let assistants: Assistants
    let standings: SessionStandings
    let turns: TurnRunner
    let clock: any WallClock
    let trail: AuditTrail
    let availability: Availability
    let missing: @Sendable () async -> [String]

    /// `missing` names the stores that are not able to do what a message needs; empty when all are.
    package init(
        users: any UserStore, sessions: any SessionStore, accounts: any AccountStore, usedTokens: any UsedTokens,
        administrators: Administrators, shares: SharedChats, looks: SiteLooks, assistants: Assistants,
        standings: SessionStandings, turns: TurnRunner, clock: any WallClock, trail: AuditTrail,
        availability: Availability, missing: @escaping @Sendable () async -> [String]
    ) {
        self.users = users
        self.sessions = sessions
        self.accounts = accounts
        self.usedTokens = usedTokens
        self.administrators = administrators
        self.shares = shares
        self.looks = looks
        self.assistants = assistants
        self.standings = standings
        self.turns = turns
        self.clock = clock
        self.trail = trail
        self.availability = availability
        self.missing = missing
    }
}

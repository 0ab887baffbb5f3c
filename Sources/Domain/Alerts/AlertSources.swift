/// Where what may become an alert is found. Each look asks what is there already: no upstream, and nothing that is kept for alerts alone.
public struct AlertSources: Sendable {
    private let accounts: Accounts
    private let bindings: any BindingStore
    private let logins: any CredentialStore
    private let refreshTokens: any RefreshTokenStore
    private let statistics: Statistics
    private let sums: any UsageSumsStore
    private let members: Members
    private let audit: any AuditLog
    private let clock: any WallClock
    private let disk: @Sendable () -> DiskSpace?
    private let lost: @Sendable () -> [String: Timestamp]

    /// Of the disk on which the data folder is, in bytes.
    public struct DiskSpace: Sendable {
        public let free: Int64
        public let total: Int64

        public init(free: Int64, total: Int64) {
            self.free = free
            self.total = total
        }
    }

    /// `lost`: the stores that do not answer this process, and since when.
    public init(
        accounts: Accounts, bindings: any BindingStore, logins: any CredentialStore,
        refreshTokens: any RefreshTokenStore, statistics: Statistics, sums: any UsageSumsStore, members: Members,
        audit: any AuditLog, clock: any WallClock, disk: @escaping @Sendable () -> DiskSpace?,
        lost: @escaping @Sendable () -> [String: Timestamp]
    ) {
        self.accounts = accounts
        self.bindings = bindings
        self.logins = logins
        self.refreshTokens = refreshTokens
        self.statistics = statistics
        self.sums = sums
        self.members = members
        self.audit = audit
        self.clock = clock
        self.disk = disk
        self.lost = lost
    }

    /// Within which requests and sign-ins are counted.
    private static let span = Duration.seconds(300)
    /// A few failures out of a few requests are no rate.
    private static let fewRequests = 20
    /// Members who asked lately, of whom the busiest are looked at.
    private static let mostMembers = 100

    /// What is so now of that kind. Throws where it cannot be said.
    func look(for kind: AlertKind, _ threshold: Int) async throws(ChatError) -> [AlertCondition] {
        switch kind {
        case .accountDead: try await dead(after: .seconds(Int64(threshold) * 60))
        case .needsLogin: try await failing { $0 == .needsLogin }
        case .fewHealthy: try await fewHealthy(threshold)
        case .errorRate: try await errorRate(threshold)
        case .refreshFailing: try await refreshFailing()
        case .tokenExpiring: try await expiring(within: .seconds(Int64(threshold) * 3600))
        case .memberNearLimit: try await nearLimit(threshold)
        case .disk: fullDisk(threshold)
        case .storeGone: lostStores(for: .seconds(Int64(threshold)))
        case .signInsAttacked: try await attacked(threshold)
        }
    }

    /// What alerts about accounts cost: how many requests failed while they lasted. Where that cannot be said they are as they were.
    func withFailures(_ alerts: [Alert]) async -> [Alert] {
        var told = alerts
        for (place, alert) in alerts.enumerated() where alert.subject.kind == .account {
            guard let end = alert.closedAt, alert.openedAt < end else { continue }
            var filter = UsageSumsFilter()
            filter.account = ID(alert.subject.id)
            guard let sum = try? await sums.sums(of: filter, in: [alert.openedAt..<end]).first else { continue }
            told[place].facts.failed = sum.failed
        }
        return told
    }
}

// MARK: Accounts

extension AlertSources {
    /// A demand for a person is no pause; one that cools down may be back in a moment. One that is used up is as it should be.
    private func dead(after span: Duration) async throws(ChatError) -> [AlertCondition] {
        let now = clock.now
        let all = try await accounts.failing()
        return try await conditions(.accountDead, all) { row in
            switch row.shownState {
            case .needsAttention: true
            case .cooling: row.health.since.map { $0 + span <= now } ?? false
            case .healthy, .limited, .needsLogin, .draining, .disabled: false
            }
        }
    }

    private func failing(_ isMeant: (AccountHealth.State) -> Bool) async throws(ChatError) -> [AlertCondition] {
        try await conditions(.needsLogin, accounts.failing()) { isMeant($0.shownState) }
    }

    private func conditions(
        _ kind: AlertKind, _ failing: [FailingAccount], _ isMeant: (AccountRow) -> Bool
    ) async throws(ChatError) -> [AlertCondition] {
        let broken = failing.map(\.row.account.id)
        var found: [AlertCondition] = []
        for one in failing where isMeant(one.row) {
            let account = one.row.account
            var facts = AlertFacts()
            facts.reason = AccountLogin.code(in: one.row.health.reason) ?? one.row.health.reason
            facts.affected = one.affectedCount
            facts.stranded = try await bindings.stranded(on: account.id, besides: broken).count
            found.append(
                AlertCondition(kind, of: AlertSubject(.account, account.id.value, name: account.name), facts))
        }
        return found
    }

    private func fewHealthy(_ least: Int) async throws(ChatError) -> [AlertCondition] {
        let states = try await statistics.accountStates()
        let (healthy, off) = (states[.healthy] ?? 0, (states[.disabled] ?? 0) + (states[.draining] ?? 0))
        // Before the first account there is nothing to miss.
        guard states.values.reduce(0, +) > off, healthy < least else { return [] }
        return [.counted(.fewHealthy, healthy, of: least)]
    }

    private func refreshFailing() async throws(ChatError) -> [AlertCondition] {
        var found: [AlertCondition] = []
        if let hold = try await accounts.renewalHold() {
            var facts = AlertFacts()
            (facts.reason, facts.value) = (hold.reason, hold.accounts)
            found.append(AlertCondition(.refreshFailing, of: .site, facts))
        }
        var filter = RefreshTokenFilter()
        filter.isEnabled = true
        for token in try await refreshTokens.list(Page(offset: 0, limit: 1000), where: filter).items
        where !token.result.isEmpty && token.result != RefreshTokens.done {
            var facts = AlertFacts()
            facts.reason = AccountLogin.code(in: token.result) ?? token.result
            found.append(
                AlertCondition(
                    .refreshFailing, of: AlertSubject(.refreshToken, token.id.value, name: token.bizID), facts))
        }
        return found
    }

    private func expiring(within span: Duration) async throws(ChatError) -> [AlertCondition] {
        let now = clock.now
        return try await logins.pairs().compactMap { account, pair in
            guard account.status == .enabled, !pair.renews, let end = pair.expiresAt, end <= now + span else {
                return nil
            }
            var facts = AlertFacts()
            facts.expiresAt = end
            return AlertCondition(
                .tokenExpiring, of: AlertSubject(.account, account.id.value, name: account.name), facts)
        }
    }
}

// MARK: The service

extension AlertSources {
    private func errorRate(_ percent: Int) async throws(ChatError) -> [AlertCondition] {
        let now = clock.now
        guard let sum = try await sums.sums(of: UsageSumsFilter(), in: [now - Self.span..<now]).first,
            sum.requests >= Self.fewRequests, sum.failed * 100 >= percent * sum.requests
        else { return [] }
        return [.counted(.errorRate, sum.failed * 100 / sum.requests, of: percent)]
    }

    private func nearLimit(_ percent: Int) async throws(ChatError) -> [AlertCondition] {
        let now = clock.now
        let busy = try await sums.ranking(
            by: .member, of: nil, in: now - .seconds(3600)..<now, limit: Self.mostMembers)
        var found: [AlertCondition] = []
        for item in busy.items {
            guard let id = item.id, !item.name.isEmpty,
                let windows = try? await members.quota(of: ID(id)), let most = windows.compactMap(\.percent).max(),
                most >= percent
            else { continue }
            let facts = AlertCondition.counted(.memberNearLimit, most, of: percent).facts
            found.append(
                AlertCondition(.memberNearLimit, of: AlertSubject(.member, id, name: item.name), facts))
        }
        return found
    }

    private func fullDisk(_ percent: Int) -> [AlertCondition] {
        guard let space = disk(), space.total > 0, space.free * 100 < Int64(percent) * space.total else { return [] }
        return [.counted(.disk, Int(space.free * 100 / space.total), of: percent)]
    }

    private func lostStores(for span: Duration) -> [AlertCondition] {
        let now = clock.now
        // Of the database `LostStores` tells, also when it has just come back and one process does not know it yet.
        return lost().filter { $0.key != LostStores.database && $0.value + span <= now }.map { name, _ in
            AlertCondition(.storeGone, of: AlertSubject(.store, name: name))
        }
    }

    private func attacked(_ most: Int) async throws(ChatError) -> [AlertCondition] {
        let since = clock.now - Self.span
        let rows = try await audit.rows(before: nil, atMost: most * 4, where: AuditFilter(action: .login))
        let refused = rows.count {
            $0.entry.at > since && ($0.entry.result == .refused || $0.entry.result == .throttled)
        }
        return refused >= most ? [.counted(.signInsAttacked, refused, of: most)] : []
    }
}

extension AlertCondition {
    /// About the service, with a number.
    fileprivate static func counted(_ kind: AlertKind, _ value: Int, of limit: Int) -> AlertCondition {
        var facts = AlertFacts()
        (facts.value, facts.limit) = (value, limit)
        return AlertCondition(kind, of: .site, facts)
    }
}

extension MemberWindow {
    /// How much of it is used; nil where there is no limit, and for money, which has no window.
    fileprivate var percent: Int? {
        let amount = usage.limit.amount
        guard !usage.isBalance, !usage.limit.isUnlimited, amount > 0 else { return nil }
        return usage.used * 100 / amount
    }
}

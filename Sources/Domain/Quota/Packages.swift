/// Named sets of limits, as administrators keep them.
public struct Packages: Sendable {
    private let packages: any PackageStore
    private let archive: any LedgerArchive
    private let calendar: any CivilCalendar
    private let clock: any WallClock
    private let trail: AuditTrail

    public init(
        packages: any PackageStore, archive: any LedgerArchive, calendar: any CivilCalendar, clock: any WallClock,
        trail: AuditTrail
    ) {
        self.packages = packages
        self.archive = archive
        self.calendar = calendar
        self.clock = clock
        self.trail = trail
    }

    /// Oldest first.
    public func list(_ page: Page) async throws(ChatError) -> Listing<PackageRow> { try await packages.rows(page) }

    /// Throws `invalid` for patterns that match no model of any account.
    public func create(_ name: String, limits: [Limit], by actor: Actor) async throws(ChatError) -> PackageRow {
        try await require(limits)
        let package = try await packages.create(name: name, limits: limits, at: clock.now)
        await trail.note(.packageCreated, by: actor, on: AuditObject(package), .made(package.audited))
        return PackageRow(package)
    }

    /// Nil leaves the name or the limits as they are. Throws `notFound`, and `invalid` for new patterns that match no model of any
    /// account.
    public func update(
        _ id: ID<Package>, name: String? = nil, limits: [Limit]? = nil, by actor: Actor
    ) async throws(ChatError) -> PackageRow {
        let former = try await packages.find(id)
        var package = former
        if let name { package.name = name }
        if let limits {
            // A model that was there once does not keep the rest from being changed.
            try await require(limits, besides: Set(former.limits.map(\.models)))
            package.limits = limits
        }
        try await packages.update(package)
        if let change = AuditChange.of(former.audited, into: package.audited) {
            await trail.note(.packageChanged, by: actor, on: AuditObject(package), change)
        }
        return try await packages.row(of: id)
    }

    /// Throws `notFound`, `packageInUse` while it is attached to anything.
    public func delete(_ id: ID<Package>, by actor: Actor) async throws(ChatError) {
        let package = try await packages.find(id)
        try await packages.delete(id)
        await trail.note(.packageDeleted, by: actor, on: AuditObject(package), .gone(package.audited))
    }
}

// MARK: Before it is saved

extension Packages {
    /// How many who have a package are looked at.
    private static let most = 100

    /// Which counters would hold more than `limits` if the package had them: of those who used it last, by their stored uses. `more`:
    /// how many were not looked at. Throws `notFound`.
    public func excesses(of id: ID<Package>?, under limits: [Limit]) async throws(ChatError) -> (
        excesses: [Excess], more: Int
    ) {
        guard let id else { return ([], 0) }
        _ = try await packages.find(id)
        let found = try await packages.users(of: id, atMost: Self.most)
        var (excesses, seen): ([Excess], Set<LimitedCounter>) = ([], [])
        for limit in limits where !limit.isUnlimited {
            for user in found.users {
                guard let counter = limit.counter(for: user.use),
                    seen.insert(LimitedCounter(counter: counter, amount: limit.amount)).inserted
                else { continue }
                let used = try await used(of: counter)
                if used > limit.amount {
                    excesses.append(Excess(limit: limit, name: user.name(in: limit.scope), used: used))
                }
            }
        }
        return (excesses, found.count - found.users.count)
    }

    private struct LimitedCounter: Hashable {
        let counter: QuotaCounter
        let amount: Int
    }

    private func used(of counter: QuotaCounter) async throws(ChatError) -> Int {
        let now = clock.now
        let start =
            switch counter.spec.window {
            case .calendar(let span): calendar.bounds(of: span, holding: now).lowerBound
            case .rolling(let length): now - length
            case .lifetime: QuotaWindow.everything.lowerBound
            }
        return try await archive.tally(of: counter, in: start...now, by: nil, except: []).values.reduce(0, +)
    }

    private func require(_ limits: [Limit], besides known: Set<[String]> = []) async throws(ChatError) {
        let new = limits.enumerated().filter { !$0.element.models.contains("*") && !known.contains($0.element.models) }
        guard !new.isEmpty else { return }
        let models = try await packages.models()
        // Before there are accounts nothing can be said.
        guard !models.isEmpty else { return }
        for (index, limit) in new {
            for pattern in limit.models where !models.contains(where: { ModelPattern.matches(pattern, $0) }) {
                throw .invalid(field: "limits[\(index)].models", .entry(pattern, .matchesNoModel))
            }
        }
    }
}

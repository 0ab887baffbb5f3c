/// Named sets of limits, as administrators keep them.
public struct Packages: Sendable {
    private let packages: any PackageStore
    private let clock: any WallClock
    private let trail: AuditTrail

    public init(packages: any PackageStore, clock: any WallClock, trail: AuditTrail) {
        self.packages = packages
        self.clock = clock
        self.trail = trail
    }

    /// Oldest first.
    public func list(_ page: Page) async throws(ChatError) -> Listing<PackageRow> { try await packages.rows(page) }

    public func create(_ name: String, limits: [Limit], by actor: Actor) async throws(ChatError) -> PackageRow {
        let package = try await packages.create(name: name, limits: limits, at: clock.now)
        await trail.note(.packageCreated, by: actor, on: AuditObject(package), .made(package.audited))
        return PackageRow(package, memberCount: 0)
    }

    /// Nil leaves the name or the limits as they are. Throws `notFound`.
    public func update(
        _ id: ID<Package>, name: String? = nil, limits: [Limit]? = nil, by actor: Actor
    ) async throws(ChatError) -> PackageRow {
        let former = try await packages.find(id)
        var package = former
        if let name { package.name = name }
        if let limits { package.limits = limits }
        try await packages.update(package)
        if let change = AuditChange.of(former.audited, into: package.audited) {
            await trail.note(.packageChanged, by: actor, on: AuditObject(package), change)
        }
        return PackageRow(package, memberCount: try await packages.memberCount(of: id))
    }

    /// Throws `notFound`, `conflict(.packageInUse)` while a member has it.
    public func delete(_ id: ID<Package>, by actor: Actor) async throws(ChatError) {
        let package = try await packages.find(id)
        try await packages.delete(id)
        await trail.note(.packageDeleted, by: actor, on: AuditObject(package), .gone(package.audited))
    }
}

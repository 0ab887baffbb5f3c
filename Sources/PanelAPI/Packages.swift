import Domain
import HTTP
import JSON
import Web
import Wire

/// Named sets of limits, as the panel sees them.
struct Packages: Sendable {
    let packages: any PackageStore
    let clock: any WallClock
    let trail: AuditTrail

    /// `GET /api/package/`
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await packages.list(query.page)
        var items: [JSONValue] = []
        for package in found.items { items.append(try await item(of: package)) }
        return query.envelope(items, of: found.total)
    }

    /// `POST /api/package/ {"name","limits":[{"window","limit"}]}`
    func create(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let name = try fields.requiredName("name")
        let package = try await packages.create(name: name, limits: fields.limits() ?? [], at: clock.now)
        await trail.note(.packageCreated, by: call.actor, on: AuditObject(package), .made(package.audited))
        return .envelope(try await item(of: package))
    }

    /// `PUT /api/package/`: the fields that are there.
    func update(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let former = try await packages.find(fields.requiredID("id"))
        var package = former
        if let name = try fields.name("name") { package.name = name }
        if let limits = try fields.limits() { package.limits = limits }
        try await packages.update(package)
        if let change = AuditChange.of(former.audited, into: package.audited) {
            await trail.note(.packageChanged, by: call.actor, on: AuditObject(package), change)
        }
        return .envelope(try await item(of: package))
    }

    /// `DELETE /api/package/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        let package = try await packages.find(call.id("id"))
        try await packages.delete(package.id)
        await trail.note(.packageDeleted, by: call.actor, on: AuditObject(package), .gone(package.audited))
        return .envelope()
    }

    private func item(of package: Package) async throws(ChatError) -> JSONValue {
        [
            "id": .integer(package.id.value), "name": .string(package.name),
            "limits": .array(
                package.limits.map {
                    ["window": .string($0.window.rawValue), "limit": .integer($0.messages)]
                }),
            "member_count": .integer(try await packages.memberCount(of: package.id)),
            "created_time": .integer(package.createdAt.seconds),
        ]
    }
}

extension Fields {
    /// Nil when absent or null.
    fileprivate func limits() throws(ChatError) -> [Limit]? {
        guard let elements = try array("limits") else { return nil }
        var limits: [Limit] = []
        for element in elements {
            guard element.members != nil else { throw .invalid(field: "limits", .not(.objects)) }
            let limit = try Fields(element).limit()
            guard !limits.contains(where: { $0.window == limit.window }) else {
                throw .invalid(field: "limits", .twoLimits(limit.window))
            }
            limits.append(limit)
        }
        return limits
    }

    private func limit() throws(ChatError) -> Limit {
        guard let window = QuotaWindow(rawValue: try requiredString("window")) else {
            throw .invalid(field: "window", .notOneOf(["hour", "day", "week", "month"]))
        }
        // A rolling window remembers every message in it.
        let most: Int64 = window.isRolling ? 10_000 : 1_000_000_000
        return Limit(Int(try requiredInteger("limit", in: 0...most)), per: window)
    }
}

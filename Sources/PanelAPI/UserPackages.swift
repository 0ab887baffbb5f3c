import Domain
import HTTP
import JSON
import Web
import Wire

/// Named sets of limits, as the panel has them.
struct UserPackages: Sendable {
    let packages: Packages

    /// `GET /api/package/`
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await packages.list(query.page)
        return query.envelope(found.items.map(\.json), of: found.total)
    }

    /// `POST /api/package/ {"name","limits":[{"scope","window","kind","unit","limit","models"}]}`
    func create(_ call: Call, _ new: (String, [Limit])) async throws(ChatError) -> Response {
        .envelope(try await packages.create(new.0, limits: new.1, by: call.actor).json)
    }

    /// `PUT /api/package/`: the fields that are there.
    func update(
        _ call: Call, _ change: (ID<Package>, String?, [Limit]?)
    ) async throws(ChatError) -> Response {
        let (id, name, limits) = change
        return .envelope(try await packages.update(id, name: name, limits: limits, by: call.actor).json)
    }

    /// `POST /api/package/preview {"id","limits"}`: who would be over at once if the package had these limits.
    func preview(_ call: Call, _ draft: (ID<Package>?, [Limit])) async throws(ChatError) -> Response {
        let found = try await packages.excesses(of: draft.0, under: draft.1)
        return .envelope(["over": .array(found.excesses.map(\.json)), "more": .integer(found.more)])
    }

    /// `DELETE /api/package/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        try await packages.delete(call.id("id"), by: call.actor)
        return .envelope()
    }
}

extension PackageRow {
    fileprivate var json: JSONValue {
        [
            "id": .integer(package.id.value), "name": .string(package.name),
            "limits": .array(package.limits.map(\.json)),
            "member_count": .integer(attached.memberCount), "attached": attached.json,
            "created_time": .integer(package.createdAt.seconds),
        ]
    }
}

extension PackageRow.Attached {
    fileprivate var json: JSONValue {
        [
            "members": .integer(memberCount), "groups": .array(groups.map { .string($0) }),
            "accounts": .integer(accountCount), "keys": .integer(keyCount), "everyone": .bool(isGlobal),
        ]
    }
}

extension Excess {
    fileprivate var json: JSONValue {
        [
            "scope": .string(limit.scope.rawValue), "name": .string(name), "used": .integer(used), "limit": limit.json,
        ]
    }
}

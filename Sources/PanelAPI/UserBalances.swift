import Domain
import HTTP
import JSON
import Web
import Wire

/// What changed the balances of members, but for their requests: the log has those.
struct UserBalances: Sendable {
    let wallets: Wallets

    static func routes(_ wallets: Wallets) -> [Route] {
        let balances = UserBalances(wallets: wallets)
        return [
            Route(.get, "/api/user/balance", .member, balances.own),
            Route(.get, "/api/user/:id/balance", .admin, balances.list),
        ]
    }

    /// `GET /api/user/balance?cursor&page_size`: one's own.
    func own(_ call: Call) async throws(ChatError) -> Response {
        try await page(of: call.user.id, for: call, namesActors: false)
    }

    /// `GET /api/user/:id/balance?cursor&page_size`
    func list(_ call: Call) async throws(ChatError) -> Response {
        try await page(of: call.id("id"), for: call, namesActors: true)
    }

    private func page(of user: ID<User>, for call: Call, namesActors: Bool) async throws(ChatError) -> Response {
        let size = try PageQuery(of: call).size
        let place = try call.request.items.integer("cursor", upTo: .max).map { ID<WalletEntry>(Int64($0)) }
        let found = try await wallets.entries(of: user, before: place, most: size)
        let shown = found.prefix(size)
        return .envelope([
            "items": .array(shown.map { $0.json(namesActor: namesActors) }),
            "cursor": found.count > size ? shown.last.map { .integer($0.id.value) } ?? .null : .null,
        ])
    }
}

extension WalletEntry {
    fileprivate func json(namesActor: Bool) -> JSONValue {
        var json: JSONValue = [
            "id": .integer(id.value), "kind": .string(amount.kind.rawValue), "amount": .integer(amount.units),
            "balance": .integer(amount.left), "note": .string(note), "created_time": .integer(at.seconds),
        ]
        if namesActor { json["actor"] = .string(actorName) }
        return json
    }
}

import Domain
import HTTP
import JSON
import Web
import Wire

/// Members and administrators, as the panel has them: New API's `user` and what this product adds.
struct Users: Sendable {
    let members: Members
    let wallets: Wallets

    /// `GET /api/user/`
    func list(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: nil)
    }

    /// `GET /api/user/search?keyword`
    func search(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: call.request.items["keyword"]?.string)
    }

    private func list(_ call: Call, matching keyword: String?) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await members.list(query.page, matching: keyword)
        return query.envelope(found.items.map(\.json), of: found.total)
    }

    /// `GET /api/user/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await members.show(call.id("id")).json)
    }

    /// `GET /api/user/:id/quota`
    func quota(_ call: Call) async throws(ChatError) -> Response {
        let usage = try await members.quota(of: call.id("id"))
        return .envelope(["windows": .array(usage.map { $0.json })])
    }

    /// `POST /api/user/`
    func create(_ call: Call, _ new: NewMember) async throws(ChatError) -> Response {
        .envelope(try await members.create(new, by: call.actor).json)
    }

    /// `PUT /api/user/`: the fields that are there; a blank password keeps the old one.
    func update(_ call: Call, _ change: (ID<User>, MemberChange, BalanceWish)) async throws(ChatError) -> Response {
        let (id, change, wish) = change
        let row = try await members.update(id, change, by: call.actor)
        guard let wallet = wish.change(of: row.wallet) else { return .envelope(row.json) }
        _ = try await wallets.change(id, by: wallet, call.actor)
        return .envelope(try await members.show(id).json)
    }

    /// `DELETE /api/user/:id?conversations=keep|purge`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        let remains = try call.request.items.word("conversations", of: Members.Remains.self)
        try await members.delete(call.id("id"), conversations: remains ?? .keep, by: call.actor)
        return .envelope()
    }

    /// `POST /api/user/manage {"id","action"}`, and for `add_quota` `{"mode","value","note"}`
    func manage(_ call: Call, _ wish: MemberWish) async throws(ChatError) -> Response {
        let id = wish.id
        let user =
            switch wish.act {
            case .enable: try await members.enable(id, by: call.actor)
            case .disable: try await members.disable(id, by: call.actor)
            case .promote: try await members.promote(id, by: call.actor)
            case .demote: try await members.demote(id, by: call.actor)
            case .delete: try await deleted(id, wish.remains, by: call.actor)
            case .addQuota: try await paid(wish, by: call.actor)
            }
        guard let user else { return .envelope() }
        return .envelope(["role": .integer(user.role.rawValue), "status": .integer(user.status.rawValue)])
    }

    private func paid(_ wish: MemberWish, by actor: Actor) async throws(ChatError) -> User? {
        _ = try await wallets.change(wish.id, by: wish.payment(), note: wish.note, actor)
        return try await members.show(wish.id).user
    }

    private func deleted(_ id: ID<User>, _ remains: Members.Remains, by actor: Actor) async throws(ChatError) -> User? {
        try await members.delete(id, conversations: remains, by: actor)
        return nil
    }
}

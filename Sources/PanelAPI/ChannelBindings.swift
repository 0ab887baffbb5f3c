import Domain
import HTTP
import JSON
import Web
import Wire

/// Which member may use which account, as the panel has it.
struct ChannelBindings: Sendable {
    let bindings: Bindings

    /// `GET /api/binding/?user_id&channel_id`
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let items = call.request.items
        let found = try await bindings.list(of: items.id("user_id"), to: items.id("channel_id"), query.page)
        return query.envelope(found.items.map(\.json), of: found.total)
    }

    /// `POST /api/binding/ {"user_id","channel_id","mode","priority"}`
    func create(_ call: Call, _ new: (ID<User>, ID<Account>, Binding.Mode, Int)) async throws(ChatError) -> Response {
        let (user, account, mode, priority) = new
        let row = try await bindings.create(user, account, mode: mode, priority: priority, by: call.actor)
        return .envelope(row.json)
    }

    /// `PUT /api/binding/order {"user_id","channel_ids":[…]}`: the member's own order, first to last; empty for the usual one.
    func order(_ call: Call, _ order: (ID<User>, [ID<Account>])) async throws(ChatError) -> Response {
        try await bindings.order(order.1, of: order.0, by: call.actor)
        return .envelope()
    }

    /// `DELETE /api/binding/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        try await bindings.delete(call.id("id"), by: call.actor)
        return .envelope()
    }
}

extension Form where Value == (ID<User>, ID<Account>, Binding.Mode, Int) {
    static let newBinding = Form(
        Field.word("mode").required(), Field.integer("priority", in: -1_000_000...1_000_000).or(0),
        Field.id("user_id").required(),
        Field.id("channel_id").required()
    ) { mode, priority, user, account in (user, account, mode, Int(priority)) }
}

extension Form where Value == (ID<User>, [ID<Account>]) {
    static let accountOrder = Form(
        Field.id("user_id", of: User.self).required(),
        Field.ids("channel_ids", upTo: MemberRow.mostBindings, of: Account.self).required()
    ) { user, accounts throws(ChatError) in
        guard Set(accounts).count == accounts.count else { throw .invalid(field: "channel_ids", .occursTwice) }
        return (user, accounts)
    }
}

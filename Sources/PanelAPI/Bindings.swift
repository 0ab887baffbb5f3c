import Domain
import HTTP
import JSON
import Web
import Wire

/// Which member may use which account, as the panel sees it.
struct Bindings: Sendable {
    let ports: Ports
    let trail: AuditTrail

    /// `GET /api/binding/?user_id&channel_id`
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let items = call.request.items
        let found = try await ports.bindings.list(of: items.id("user_id"), to: items.id("channel_id"), query.page)
        var shown: [JSONValue] = []
        for binding in found.items { shown.append(try await item(of: binding)) }
        return query.envelope(shown, of: found.total)
    }

    /// `POST /api/binding/ {"user_id","channel_id","mode","priority"}`
    func create(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        guard let mode = Binding.Mode(rawValue: try fields.requiredString("mode")) else {
            throw .invalid(field: "mode", .notOneOf(["dedicated", "shared"]))
        }
        let priority = try fields.integer("priority", in: -1_000_000...1_000_000) ?? 0
        let binding = try await ports.bindings.create(
            fields.requiredID("user_id"), fields.requiredID("channel_id"), mode: mode, priority: Int(priority),
            at: ports.clock.now)
        let item = try await item(of: binding)
        await trail.note(.bindingCreated, by: call.actor, on: AuditObject(.binding, binding.id.value), .made(item))
        return .envelope(item)
    }

    /// `DELETE /api/binding/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        let id: ID<Binding> = try call.id("id")
        try await ports.bindings.delete(id)
        // What it was stands in the row that tells of its making.
        await trail.note(.bindingDeleted, by: call.actor, on: AuditObject(.binding, id.value))
        return .envelope()
    }

    private func item(of binding: Binding) async throws(ChatError) -> JSONValue {
        let user = try await ports.users.find(binding.user)
        let account = try await ports.accounts.find(binding.account)
        return [
            "id": .integer(binding.id.value), "user_id": .integer(user.id.value), "username": .string(user.username),
            "channel_id": .integer(account.id.value), "channel_name": .string(account.name),
            "mode": .string(binding.mode.rawValue), "priority": .integer(binding.priority),
            "created_time": .integer(binding.createdAt.seconds),
        ]
    }
}

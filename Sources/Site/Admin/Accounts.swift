import Domain
import HTTP
import Wire

/// Upstream accounts, as the panel sees them: New API's `channel`. Keys go in and never come out.
struct Accounts: Sendable {
    let ports: Ports

    /// `GET /api/channel/`
    func list(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: nil)
    }

    /// `GET /api/channel/search?keyword`
    func search(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: call.request.items["keyword"])
    }

    private func list(_ call: Call, matching keyword: String?) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await ports.accounts.list(query.page, matching: keyword)
        var items: [JSONValue] = []
        for account in found.items { items.append(try await item(of: account)) }
        return query.envelope(items, of: found.total)
    }

    /// `GET /api/channel/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await item(of: ports.accounts.find(call.id("id"))))
    }

    /// `POST /api/channel/ {"mode":"single","channel":{…}}`
    func create(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        guard try fields.string("mode") ?? "single" == "single" else {
            throw .invalid(field: "mode", reason: "must be single")
        }
        guard let channel = fields.value("channel") else { throw .invalid(field: "channel", reason: "is missing") }
        let form = try AccountForm(Fields(channel))
        let account = try form.newAccount(at: ports.clock.now)
        let created = try await ports.accounts.create(account, key: form.key() ?? Secret(""))
        return .envelope(try await item(of: created))
    }

    /// `PUT /api/channel/`: the fields that are there; a blank key keeps the old one, unless the host changes.
    func update(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let form = AccountForm(fields)
        let former = try await ports.accounts.find(fields.requiredID("id"))
        try await ports.accounts.update(form.account(changing: former), key: form.key())
        return .envelope(try await item(of: ports.accounts.find(former.id)))
    }

    /// `DELETE /api/channel/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        let id: ID<Account> = try call.id("id")
        _ = try await ports.accounts.find(id)
        try await ports.accounts.delete(id)
        return .envelope()
    }

    private func item(of account: Account) async throws(ChatError) -> JSONValue {
        let bound = try await ports.bindings.list(of: nil, to: account.id, Page(offset: 0, limit: 1)).total
        return [
            "id": .integer(account.id.value), "name": .string(account.name), "type": .integer(account.kind.rawValue),
            "key": "", "base_url": .string(account.baseURL),
            "models": .string(account.models.joined(separator: ",")),
            "contexts": .object(
                account.contexts.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .integer($0.value)) }),
            "status": .integer(account.status.rawValue), "status_reason": .string(account.statusReason),
            "priority": .integer(account.priority), "weight": .integer(account.weight),
            "proxy": .string(account.proxy), "remark": .string(account.remark),
            "has_key": .bool(try await ports.accounts.hasKey(account.id)), "bound_count": .integer(bound),
            "created_time": .integer(account.createdAt.seconds),
        ]
    }
}

import Domain
import HTTP
import JSON
import Web
import Wire

/// Upstream accounts, as the panel sees them: New API's `channel`. Keys go in and never come out.
struct Accounts: Sendable {
    let ports: Ports
    let trail: AuditTrail

    /// `GET /api/channel/`
    func list(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: nil)
    }

    /// `GET /api/channel/search?keyword`
    func search(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: call.request.items["keyword"]?.string)
    }

    private func list(_ call: Call, matching keyword: String?) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await ports.accounts.list(query.page, matching: keyword)
        var items: [JSONValue] = []
        for account in found.items { items.append(try await item(of: account, for: call)) }
        return query.envelope(items, of: found.total)
    }

    /// `GET /api/channel/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await item(of: ports.accounts.find(call.id("id")), for: call))
    }

    /// `POST /api/channel/ {"mode":"single","channel":{…}}`
    func create(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        guard try fields.string("mode") ?? "single" == "single" else {
            throw .invalid(field: "mode", .notOneOf(["single"]))
        }
        guard let channel = fields.value("channel") else { throw .invalid(field: "channel", .missing) }
        let form = try AccountForm(Fields(channel))
        let account = try form.newAccount(at: ports.clock.now)
        let key = try form.key() ?? Secret("")
        let created = try await ports.accounts.create(account, key: key)
        await trail.note(
            .accountCreated, by: call.actor, on: AuditObject(created),
            .made(created.audited(key: trail.fingerprint(of: key))))
        return .envelope(try await item(of: created, for: call))
    }

    /// `PUT /api/channel/`: the fields that are there; a blank key keeps the old one, unless the host or the proxy changes.
    func update(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let form = AccountForm(fields)
        let former = try await ports.accounts.find(fields.requiredID("id"))
        let before = await audited(former)
        let (changed, key) = (try form.account(changing: former), try form.key())
        if changed.leadsElsewhere(than: former) { try await call.requireConfirmation() }
        try await ports.accounts.update(changed, key: key)
        let account = try await ports.accounts.find(former.id)
        if let change = AuditChange.of(before, into: await audited(account)) {
            await trail.note(.accountChanged, by: call.actor, on: AuditObject(account), change)
        }
        return .envelope(try await item(of: account, for: call))
    }

    /// `DELETE /api/channel/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        let id: ID<Account> = try call.id("id")
        let account = try await ports.accounts.find(id)
        let before = await audited(account)
        try await ports.accounts.delete(id)
        await trail.note(.accountDeleted, by: call.actor, on: AuditObject(account), .gone(before))
        return .envelope()
    }

    /// A key that cannot be opened is told as such: the change itself does not need it.
    private func audited(_ account: Account) async -> JSONValue {
        guard let key = try? await ports.accounts.key(of: account.id) else { return account.audited(key: "unreadable") }
        return account.audited(key: trail.fingerprint(of: key))
    }

    /// A test of it has succeeded, whoever made it and wherever.
    private func isProven(_ account: Account) async -> Bool {
        // An audit log that cannot be read keeps nobody from the accounts.
        (try? await ports.audit.has(.accountTested, on: AuditObject(account), result: .done)) ?? false
    }

    private func item(of account: Account, for call: Call) async throws(ChatError) -> JSONValue {
        let bound = try await ports.bindings.list(of: nil, to: account.id, Page(offset: 0, limit: 1)).total
        let hasKey = try await ports.accounts.hasKey(account.id)
        var item = account.json(in: call.language)
        item["has_key"] = .bool(hasKey && account.unreadable.isEmpty)
        item["bound_count"] = .integer(bound)
        item["is_proven"] = .bool(await isProven(account))
        item["created_time"] = .integer(account.createdAt.seconds)
        return item
    }
}

extension Account {
    /// Does what it sends take another way?
    fileprivate func leadsElsewhere(than former: Account) -> Bool {
        baseURL != former.baseURL || proxy != former.proxy || unreadable != former.unreadable
    }
}

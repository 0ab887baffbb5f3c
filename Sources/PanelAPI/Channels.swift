import Domain
import HTTP
import JSON
import Web
import Wire

/// Upstream accounts, as the panel has them: New API's `channel`. Keys go in, and come out in an export alone.
struct Channels: Sendable {
    let accounts: Accounts
    let clock: any WallClock

    /// `GET /api/channel/?tag`: of a tag, those that have this very one.
    func list(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: nil)
    }

    /// `GET /api/channel/search?keyword&tag`
    func search(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: call.request.items["keyword"]?.string)
    }

    private func list(_ call: Call, matching keyword: String?) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let tag = call.request.items["tag"]?.string
        let found = try await accounts.list(
            query.page, matching: keyword, tagged: tag?.isEmpty == false ? tag : nil)
        return query.envelope(found.items.map { $0.json(in: call.language, at: clock.now) }, of: found.total)
    }

    /// `GET /api/channel/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await accounts.show(call.id("id")).json(in: call.language, at: clock.now))
    }

    /// `POST /api/channel/ {"mode":"single","channel":{…}}`
    func create(_ call: Call, _ channel: Fields) async throws(ChatError) -> Response {
        let form = AccountForm(channel)
        let account = try form.newAccount(at: clock.now)
        let key = try form.key(for: account.provider, at: clock.now)
        let row = try await accounts.create(account, key: key ?? Secret(""), by: call.actor)
        return .envelope(row.json(in: call.language, at: clock.now))
    }

    /// `PUT /api/channel/`: the fields that are there; a blank key keeps the old one, unless the host or the proxy changes. With
    /// `"key_mode":"append"` keys are added to those that are there.
    func update(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let form = AccountForm(fields)
        let id: ID<Account> = try fields.requiredID("id")
        let added = try form.addsKeys ? form.keys() : nil
        let key = try await form.addsKeys ? nil : key(in: form, of: id)
        var row = try await accounts.update(id, key: key, by: call.actor) {
            former throws(ChatError) in try form.account(changing: former)
        }
        if let added {
            try await accounts.addKeys(added, to: id, by: call.actor)
            row = try await accounts.show(id)
        }
        return .envelope(row.json(in: call.language, at: clock.now))
    }

    /// What is typed in the place of a key, for the kind that is typed or else stored. Nil when absent or blank.
    func key(in form: AccountForm, of id: ID<Account>?) async throws(ChatError) -> Secret? {
        guard form.fields.value("key") != nil else { return nil }
        if let provider = try form.provider() { return try form.key(for: provider, at: clock.now) }
        guard let id else { return try form.key() }
        return try form.key(for: try await accounts.show(id).account.provider, at: clock.now)
    }

    /// `DELETE /api/channel/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        try await accounts.delete(call.id("id"), by: call.actor)
        return .envelope()
    }
}

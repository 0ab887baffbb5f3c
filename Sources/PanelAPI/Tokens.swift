import Domain
import HTTP
import JSON
import Transport
import Web
import Wire

/// Keys of programs, as New API's clients know them (new-api.md §4): a member's own, and for administrators everybody's.
struct Tokens: Sendable {
    let keys: Keys
    let clock: any WallClock

    static func routes(_ keys: Keys, clock: any WallClock) -> [Route] {
        let tokens = Tokens(keys: keys, clock: clock)
        return [
            Route(.get, "/api/token/", .member, tokens.list),
            Route(.get, "/api/token/search", .member, tokens.search),
            Route(.get, "/api/token/:id", .member, tokens.show),
            Route(.post, "/api/token/", .member, .newKey, tokens.create),
            Route(.put, "/api/token/", .member, takes: .json(Form.keyChange.shapes), tokens.update),
            Route(.delete, "/api/token/:id", .member, tokens.delete),
        ]
    }

    /// `GET /api/token/?p&page_size`, and for administrators `&user_id`: one member's, or everybody's for 0, masked.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let user = try call.user
        guard let asked = try call.request.items.integer("user_id", upTo: .max) else {
            let own = try await keys.own(query.page, of: user.id)
            return query.envelope(own.items.map { item(of: $0.key, $0.secret) }, of: own.total)
        }
        guard user.isAdmin else { throw .forbidden }
        let all = try await keys.all(query.page, of: asked == 0 ? nil : ID(Int64(asked)))
        let items = all.items.map { key, owner, mask in
            var item = item(of: key, nil)
            item["key"] = .string(mask)
            item["username"] = .string(owner)
            return item
        }
        return query.envelope(items, of: all.total)
    }

    /// `GET /api/token/search?keyword`: an array, or a page where one is asked for.
    func search(_ call: Call) async throws(ChatError) -> Response {
        let items = call.request.items
        let query = try PageQuery(of: call)
        let isPage = items["p"] != nil || items["page_size"] != nil
        let page = isPage ? query.page : Page(offset: 0, limit: PageQuery.largest)
        let found = try await keys.own(page, matching: items["keyword"]?.string, of: call.user.id)
        let shown = found.items.map { item(of: $0.key, $0.secret) }
        return isPage ? query.envelope(shown, of: found.total) : .envelope(.array(shown))
    }

    /// `GET /api/token/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        let (key, secret) = try await keys.find(call.id("id"), of: call.user.id)
        return .envelope(item(of: key, secret))
    }

    /// `POST /api/token/`: the key itself is made here, and stands in the answer without `sk-`.
    func create(_ call: Call, _ new: (String, KeyChange)) async throws(ChatError) -> Response {
        var key = APIKey(user: try call.user.id, name: new.0, createdAt: clock.now)
        new.1.apply(to: &key)
        let token = Token.randomKey()
        let made = try await keys.create(key, token, by: call.actor, limitedTo: new.1.limit)
        return .envelope(["id": .integer(made.id.value), "key": .string(token.text.reveal())])
    }

    /// `PUT /api/token/ {"id", …}`: the fields that are there; `package_id`, by administrators of any key, and of another's it alone. With `?status_only` the status alone, by administrators of any key.
    func update(_ call: Call) async throws(ChatError) -> Response {
        if let flag = call.request.items["status_only"], !flag.isEmpty {
            let (id, status) = try await call.form(.keyStatus)
            return .envelope(item(of: try await keys.setEnabled(status == .on, id, by: call.actor), nil))
        }
        let fields = try await call.fields()
        let (id, name, change) = try Form.keyChange.read(fields)
        if fields.has("package_id") {
            let key = try await keys.attach(fields.id("package_id"), to: id, by: call.actor)
            guard try key.user == call.user.id else { return .envelope(item(of: key, nil)) }
        }
        _ = try await keys.change(id, by: call.actor) { key throws(ChatError) in
            if let name { key.name = name }
            change.apply(to: &key)
        }
        if let limit = change.limit { try await keys.limit(id, to: limit, by: call.actor) }
        let (key, secret) = try await keys.find(id, of: call.user.id)
        return .envelope(item(of: key, secret))
    }

    /// `DELETE /api/token/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        try await keys.delete(call.id("id"), by: call.actor)
        return .envelope()
    }

    private func item(of key: APIKey, _ secret: Secret?) -> JSONValue {
        let isExpired = key.isExpired(at: clock.now)
        return [
            "id": .integer(key.id.value), "user_id": .integer(key.user.value),
            "key": .string(secret?.reveal() ?? Keys.mask(nil)),
            "status": .integer(isExpired ? 3 : !key.isEnabled ? 2 : key.wallet.isEmpty ? 4 : 1),
            "name": .string(key.name), "created_time": .integer(key.createdAt.seconds),
            "accessed_time": .integer(key.lastUsedAt?.seconds ?? 0),
            "expired_time": .integer(key.expiresAt?.seconds ?? -1), "remain_quota": .integer(key.wallet.shown),
            "unlimited_quota": .bool(!key.wallet.isLimited),
            "model_limits_enabled": .bool(key.models != nil),
            "model_limits": .string(key.models?.joined(separator: ",") ?? ""),
            "allow_ips": key.addresses.isEmpty ? .null : .string(key.addresses.joined(separator: "\n")),
            "used_quota": .integer(key.wallet.spent), "group": "", "DeletedAt": nil,
            "package_id": key.package.map { .integer($0.value) } ?? .null,
        ]
    }
}

extension Token {
    /// A fresh key of 48 letters and digits: 285 bits.
    fileprivate static func randomKey() -> Token {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var text: [UInt8] = []
        while text.count < APIKey.length {
            // What is beyond a multiple of 62 would favour some letters.
            text += SecureRandom.bytes(64).lazy.filter { $0 < 248 }.map { alphabet[Int($0) % alphabet.count] }
        }
        text = Array(text.prefix(APIKey.length))
        return Token(Secret(String(decoding: text, as: UTF8.self)), hash: SHA256.hash(text))
    }
}

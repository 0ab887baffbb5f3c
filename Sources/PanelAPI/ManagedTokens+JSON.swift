internal import Domain
internal import JSON
internal import Web
internal import Wire

extension RefreshToken {
    /// As lists show it: of tokens the beginning and the end, of a proxy no password.
    var json: JSONValue {
        [
            "id": .integer(id.value), "biz_id": .string(Text(bizID)), "user_name": .string(Text(userName)),
            "email": .string(Text(email)), "type": .string(Text(plan)), "rt": .string(Self.shown(pair?.refresh)),
            "at": .string(Self.shown(pair?.access)), "last_rt": .string(Self.shown(pair?.previous)),
            "proxy": .string(Text(shownProxy)), "client_id": .string(Text(client)), "tag": .string(Text(tag)),
            "enabled": .bool(isEnabled), "refresh_result": .string(Text(result)), "user_info": .string(Text(userInfo)),
            "account_info": .string(Text(accountInfo)), "memo": .string(Text(memo)),
            "last_refresh_time": Self.time(refreshedAt), "create_time": Self.time(createdAt),
            "update_time": Self.time(updatedAt), "expires_at": Self.time(pair?.expiresAt), "lends": .bool(lends),
            "channel_id": .integer(account.id.value), "channel_name": .string(Text(account.name)),
            "is_readable": .bool(pair != nil),
        ]
    }

    private static func time(_ moment: Timestamp?) -> JSONValue { moment.map { .string(Text($0.iso8601)) } ?? .null }

    /// `first 8…last 4`; of one that is hardly longer nothing.
    private static func shown(_ secret: Secret?) -> Text {
        guard let text = secret?.reveal(), !text.isEmpty else { return "" }
        guard text.utf8.count >= 20 else { return "…" }
        return Text("\(text.prefix(8))…\(text.suffix(4))")
    }
}

extension RefreshTokenSettings {
    /// All values are texts; lists are JSON inside one.
    var json: JSONValue {
        let shown = proxies.map { JSONValue.string(Text(RefreshToken.shown(proxy: $0))) }
        return [
            "proxy_list": .string(Text(JSONValue.array(shown).serialized)),
            "client_id_list": .string(Text(JSONValue.array(clients.map { .string(Text($0)) }).serialized)),
            "auto_refresh_enabled": .string(refreshes ? "true" : "false"),
            "auto_refresh_interval": .string(Text(days)),
        ]
    }

    /// With at most six digits behind the point.
    private var days: String {
        let millionths = (interval.inMilliseconds * 1_000_000 + 43_200_000) / 86_400_000
        var text = String(millionths / 1_000_000)
        var rest = String(String(1_000_000 + millionths % 1_000_000).dropFirst())
        while rest.hasSuffix("0") { rest.removeLast() }
        if !rest.isEmpty { text += "." + rest }
        return text
    }
}

/// What is to be set; nil leaves it.
struct TokenSettingsChange: Sendable {
    var proxies: [String]?
    var clients: [String]?
    var refreshes: Bool?
    var interval: Duration?

    /// A proxy that is sent as it was shown is the one that was shown so. An empty list of clients becomes the usual one.
    func applied(to former: RefreshTokenSettings, usualClient: String) throws(ChatError) -> RefreshTokenSettings {
        var settings = former
        if let proxies {
            settings.proxies = try proxies.map { proxy throws(ChatError) in
                if let known = former.proxies.first(where: { RefreshToken.shown(proxy: $0) == proxy }) { return known }
                return try ProxyURL.checked(proxy, sealed: true)
            }
        }
        if let clients { settings.clients = clients.isEmpty ? [usualClient] : clients }
        if let refreshes { settings.refreshes = refreshes }
        if let interval { settings.interval = interval }
        return settings
    }
}

extension Form where Value == TokenSettingsChange {
    static let tokenSettings = Form(Field.object("configs").required()) { fields throws(ChatError) in
        var change = TokenSettingsChange()
        change.proxies = try list("proxy_list", in: fields)
        change.clients = try list("client_id_list", in: fields)
        for client in change.clients ?? [] { _ = try TokenText.client(client) }
        if let text = try fields.string("auto_refresh_enabled") {
            guard let flag = Bool(text) else { throw .invalid(field: "auto_refresh_enabled", .not(.flag)) }
            change.refreshes = flag
        }
        if let text = try fields.string("auto_refresh_interval") { change.interval = try interval(text) }
        return change
    }

    private static func list(_ name: String, in fields: Fields) throws(ChatError) -> [String]? {
        guard let text = try fields.string(name, upTo: 60_000) else { return nil }
        guard let array = (try? JSONValue(parsing: text.utf8))?.array else {
            throw .invalid(field: name, .not(.texts))
        }
        let texts = array.compactMap { $0.text?.string.trimmed }.filter { !$0.isEmpty }
        guard array.allSatisfy({ $0.text != nil }) else { throw .invalid(field: name, .not(.texts)) }
        guard texts.count <= 200 else { throw .invalid(field: name, .tooManyValues(most: 200)) }
        guard texts.allSatisfy({ $0.utf8.count <= TokenText.longestProxy }) else {
            throw .invalid(field: name, .longerThan(TokenText.longestProxy, .bytes))
        }
        return texts
    }

    /// Days, with a point if need be.
    private static func interval(_ text: String) throws(ChatError) -> Duration {
        guard let days = Double(text.trimmed), days.isFinite, days > 0, days <= 3650 else {
            throw .invalid(field: "auto_refresh_interval", .outOfRange(0...3650))
        }
        let span = Duration.milliseconds(Int64((days * 86_400_000).rounded()))
        return max(span, RefreshTokenSettings.leastInterval)
    }
}

import Domain
import HTTP
import JSON
import Web
import Wire

/// The keys of an account that has several, New API's `multi_key`. No answer holds a key: the last four characters stand for it.
struct ChannelKeys: Sendable {
    let accounts: Accounts

    static func routes(_ accounts: Accounts) -> [Route] {
        [Route(.post, "/api/channel/multi_key/manage", .admin, .keyAct, ChannelKeys(accounts: accounts).manage)]
    }

    /// `POST /api/channel/multi_key/manage {"channel_id","action","key_index"?,"key_number"?,"page"?,"page_size"?,"status"?}`. A key is named by
    /// its place, as New API has it, or by its number, which stays its own when others are removed. To enable a key that rests is to
    /// have it asked with again at once.
    func manage(_ call: Call, _ wish: KeyWish) async throws(ChatError) -> Response {
        let row = try await accounts.withKeys(wish.account)
        let keys = row.accountKeys
        func act(_ act: Accounts.KeyAct, _ chosen: [AccountKey]) async throws(ChatError) -> Response {
            guard !chosen.isEmpty else { throw .invalid(field: "action", .notThere) }
            try await accounts.act(act, onKeys: chosen.map(\.number), of: wish.account, by: call.actor)
            return .envelope(wish.action == .deleteDisabled ? .integer(chosen.count) : .null)
        }
        switch wish.action {
        case .status: return .envelope(wish.page(of: keys, in: call.language))
        case .enable: return try await act(.enable, [wish.key(in: keys)])
        case .disable: return try await act(.disable, [wish.key(in: keys)])
        case .delete: return try await act(.remove, [wish.key(in: keys)])
        case .enableAll: return try await act(.enable, keys)
        case .disableAll: return try await act(.disable, keys.filter { $0.status != .disabled })
        // Those alone whose credentials are refused: one that only waits for its time is a good key.
        case .deleteDisabled: return try await act(.remove, keys.filter { $0.health.state == .needsLogin })
        }
    }
}

/// What is to be done with which key.
struct KeyWish: Sendable {
    let account: ID<Account>
    let action: Action
    let index: Int64?
    let number: Int64?
    let paging: (page: Int, size: Int)
    let status: Account.Status?

    enum Action: String, Sendable, CaseIterable {
        case status = "get_key_status"
        case enable = "enable_key"
        case disable = "disable_key"
        case delete = "delete_key"
        case enableAll = "enable_all_keys"
        case disableAll = "disable_all_keys"
        case deleteDisabled = "delete_disabled_keys"
    }

    fileprivate func key(in keys: [AccountKey]) throws(ChatError) -> AccountKey {
        if let number {
            guard let key = keys.first(where: { $0.number == Int(clamping: number) }) else { throw .notFound }
            return key
        }
        guard let index else { throw .invalid(field: "key_index", .missing) }
        guard let place = Int(exactly: index), keys.indices.contains(place) else {
            throw .invalid(field: "key_index", .notThere)
        }
        return keys[place]
    }

    /// The counts are of all keys, whatever `status` asks for.
    fileprivate func page(of keys: [AccountKey], in language: Language) -> JSONValue {
        let shown = keys.enumerated().filter { status == nil || $0.element.status == status }
        let pages = max(1, (shown.count + paging.size - 1) / paging.size)
        let page = min(paging.page, pages)
        let items = shown.dropFirst((page - 1) * paging.size).prefix(paging.size)
        func count(_ status: Account.Status) -> JSONValue { .integer(keys.count { $0.status == status }) }
        return [
            "keys": .array(items.map { $0.element.json(at: $0.offset, in: language) }), "total": .integer(shown.count),
            "page": .integer(page), "page_size": .integer(paging.size), "total_pages": .integer(pages),
            "enabled_count": count(.enabled), "manual_disabled_count": count(.disabled),
            "auto_disabled_count": count(.needsAttention),
        ]
    }
}

extension Form where Value == KeyWish {
    static let keyAct = Form(
        Field.id("channel_id", of: Account.self).required(), Field.word("action", KeyWish.Action.self).required(),
        Field.integer("key_index", in: 0...Int64(Int32.max)), Field.integer("key_number", in: 1...Int64(Int32.max)),
        Field.integer("page", in: 1...Int64(Int32.max)), Field.integer("page_size", in: 1...1000),
        Field.number("status", Account.Status.self)
    ) {
        KeyWish(
            account: $0, action: $1, index: $2, number: $3, paging: (Int($4 ?? 1), Int($5 ?? 50)), status: $6)
    }
}

extension AccountKey {
    fileprivate func json(at place: Int, in language: Language) -> JSONValue {
        var json: JSONValue = [
            "index": .integer(place), "number": .integer(number), "status": .integer(status.rawValue),
            "key_preview": .string("...\(tail)"), "state": .string(health.state.rawValue),
            "reason": .string(AccountLogin.words(for: health.reason, in: language)),
            "since": health.since.map { .integer($0.seconds) } ?? .null,
            "until": health.until.map { .integer($0.seconds) } ?? .null,
        ]
        if status != .enabled, let since = health.since { json["disabled_time"] = .integer(since.seconds) }
        return json
    }
}

extension AccountRow {
    /// New API's `channel_info`.
    var keysJSON: JSONValue {
        let keys = accountKeys
        let states = keys.enumerated().filter { $0.element.status != .enabled }
            .map { JSONValue.Member(Text("\($0.offset)"), .integer($0.element.status.rawValue)) }
        return [
            "is_multi_key": .bool(self.keys != nil), "multi_key_size": .integer(keys.count),
            "multi_key_status_list": .object(states), "multi_key_polling_index": 0,
            "multi_key_mode": .string(account.options.keyOrder.rawValue),
        ]
    }
}

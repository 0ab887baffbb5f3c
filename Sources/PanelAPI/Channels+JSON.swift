import Domain
import JSON
import Web
import Wire

extension Account {
    /// Why the account is as it is, in words for an administrator; never a secret.
    func reason(in language: Language) -> String {
        let isChinese = language == .chinese
        return switch (unreadable.contains(.key), unreadable.contains(.proxy)) {
        case (true, true):
            isChinese ? "无法读取它的密钥和代理，请重新输入。" : "Its key and its proxy cannot be read. Enter them again."
        case (true, false): isChinese ? "无法读取它的密钥，请重新输入。" : "Its key cannot be read. Enter it again."
        case (false, true):
            isChinese ? "无法读取它的代理，请重新输入代理和密钥。" : "Its proxy cannot be read. Enter it and the key again."
        case (false, false): ""
        }
    }

    /// Its own fields in the panel.
    fileprivate func json(in language: Language) -> JSONValue {
        var item: JSONValue = [
            "id": .integer(id.value), "name": .string(name), "type": .integer(provider.rawValue), "key": "",
            "base_url": .string(baseURL), "models": .string(models.joined(separator: ",")),
            "contexts": .object(
                contexts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { JSONValue.Member(Text($0.key), .integer($0.value)) }),
            "status": .integer(shownStatus.rawValue), "status_reason": .string(reason(in: language)),
            "priority": .integer(priority), "weight": .integer(weight), "proxy": .string(proxy),
            "remark": .string(remark), "tag": tag.isEmpty ? .null : .string(tag),
            "package_id": package.map { .integer($0.value) } ?? .null,
            "options": options.json,
            "lessons": .array(learned.map(\.json)), "skipped": .integer(skipped),
            "skipped_at": skippedAt.map { .integer($0.seconds) } ?? .null,
        ]
        for field in newAPIFields { item[field.key] = field.value }
        return item
    }
}

extension AccountRow {
    func json(in language: Language, at now: Timestamp) -> JSONValue {
        var item = account.json(in: language)
        item["has_key"] = .bool(hasKey && account.unreadable.isEmpty)
        item["used_quota"] = .integer(spent)
        item["bound_count"] = .integer(boundCount)
        item["is_proven"] = .bool(isProven)
        item["health"] = healthJSON(in: language, at: now)
        if account.unreadable.isEmpty, !health.reason.isEmpty {
            item["status_reason"] = .string(AccountLogin.words(for: health.reason, in: language))
        }
        for member in loginJSON { item[member.key] = member.value }
        item["channel_info"] = keysJSON
        // New API's clients read a number; null says that nobody knows.
        item["balance"] = balance.map { .double($0.balance.amount) } ?? .null
        item["balance_currency"] = balance.map { .string($0.balance.currency) } ?? .null
        item["balance_updated_time"] = balance.map { .integer($0.readAt.seconds) } ?? 0
        item["tells_balance"] = .bool(account.provider.balanceKind != nil && keys == nil)
        item["created_time"] = .integer(account.createdAt.seconds)
        return item
    }
}

extension LearnedOption {
    var json: JSONValue { ["field": .string(field), "instead": instead.map { .string($0) } ?? .null] }
}

extension AccountFindings {
    var json: JSONValue { ["lessons": .array(learned.map(\.json)), "skipped": .integer(skipped)] }
}

extension Form where Value == Fields {
    /// `{"mode":"single","channel":{…}}`: the fields of the channel, with the `multi_key_mode` beside them.
    static let newChannel = Form(
        Field.word("mode", NewChannelMode.self), Field.word("multi_key_mode", KeyOrder.self),
        Field.object("channel").required()
    ) { _, order, fields in order.map { fields.with("multi_key_mode", .string($0.rawValue)) } ?? fields }
}

/// Either makes one account, of as many keys as there are lines. New API knows `batch`, which makes one of each; the import does that here.
private enum NewChannelMode: String, Sendable, CaseIterable {
    case single
    case several = "multi_to_single"
}

internal import Domain
internal import JSON

/// Options as they stand in their column: only what differs from the defaults, which may change.
extension AccountOptions {
    init(stored text: String?) throws {
        self.init()
        guard let text else { return }
        let json = try JSONValue(parsing: text.utf8)
        streams = json["stream"]?.bool ?? streams
        asksForUsage = json["stream_usage"]?.bool ?? asksForUsage
        tokenLimit = json["token_limit"]?.text.flatMap(TokenLimit.init) ?? tokenLimit
        systemRole = json["system_role"]?.text.flatMap(SystemRole.init) ?? systemRole
        firstByte = json["first_byte"]?.integer.map { Int($0) }
        silence = json["silence"]?.integer.map { Int($0) }
        total = json["total"]?.integer.map { Int($0) }
        parameters = json["parameters"]?.serialized ?? ""
        headers = (json["headers"]?.members ?? []).map { .init($0.key.string, $0.value.text?.string ?? "") }
    }

    /// Nil when nothing differs.
    var stored: String? {
        let usual = AccountOptions()
        var json: JSONValue = [:]
        if streams != usual.streams { json["stream"] = .bool(streams) }
        if asksForUsage != usual.asksForUsage { json["stream_usage"] = .bool(asksForUsage) }
        if tokenLimit != usual.tokenLimit { json["token_limit"] = .string(tokenLimit.rawValue) }
        if systemRole != usual.systemRole { json["system_role"] = .string(systemRole.rawValue) }
        for (name, span) in [("first_byte", firstByte), ("silence", silence), ("total", total)] {
            if let span { json[Text(name)] = .integer(span) }
        }
        if !parameters.isEmpty, let added = try? JSONValue(parsing: parameters.utf8) { json["parameters"] = added }
        if !headers.isEmpty { json["headers"] = .object(headers.map { .init(Text($0.name), .string($0.value)) }) }
        return json.members?.isEmpty == true ? nil : json.serialized
    }
}

extension AccountLesson {
    static func list(stored text: String?) throws -> [AccountLesson] {
        guard let text else { return [] }
        return try (JSONValue(parsing: text.utf8).array ?? []).compactMap { lesson in
            lesson["field"]?.text.map { AccountLesson($0.string, instead: lesson["instead"]?.text?.string) }
        }
    }

    static func stored(_ lessons: [AccountLesson]) -> String? {
        guard !lessons.isEmpty else { return nil }
        let list = lessons.map { lesson -> JSONValue in
            ["field": .string(lesson.field), "instead": lesson.instead.map { .string($0) } ?? .null]
        }
        return JSONValue.array(list).serialized
    }
}

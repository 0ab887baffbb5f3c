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
        concurrency = json["concurrency"]?.integer.map { Int($0) }
        firstByte = json["first_byte"]?.integer.map { Int($0) }
        silence = json["silence"]?.integer.map { Int($0) }
        total = json["total"]?.integer.map { Int($0) }
        keyOrder = json["key_order"]?.text.flatMap(KeyOrder.init) ?? keyOrder
        parameters = json["parameters"]?.serialized ?? ""
        login = LoginOptions(stored: json["login"])
        headers = (json["headers"]?.members ?? []).map { .init($0.key.string, $0.value.text?.string ?? "") }
        readMeaning(json)
    }

    /// What is asked, and what is made of the answer's status.
    private mutating func readMeaning(_ json: JSONValue) {
        mapping = ModelMapping(
            (json["model_mapping"]?.members ?? []).compactMap { member in
                member.value.text.map { .init(member.key, $0) }
            })
        for member in json["status_code_mapping"]?.members ?? [] {
            guard let status = member.key.integer, let shown = member.value.integer else { continue }
            statuses[status] = Int(shown)
        }
        systemPrompt = json["system_prompt"]?.text?.string ?? ""
        leadsSystemPrompts = json["system_prompt_override"]?.bool ?? false
        formats = (json["formats"]?.array ?? []).compactMap { $0.text.flatMap { DialectName(rawValue: $0.string) } }
        apiVersion = json["api_version"]?.text?.string ?? ""
        responsesVersion = json["azure_responses_version"]?.text?.string ?? ""
    }

    private func writeMeaning(to json: inout JSONValue) {
        if !mapping.isEmpty { json["model_mapping"] = mapping.json }
        if !statuses.isEmpty {
            let inOrder = statuses.sorted { $0.key < $1.key }
            json["status_code_mapping"] = .object(inOrder.map { .init(Text("\($0.key)"), .integer($0.value)) })
        }
        if !systemPrompt.isEmpty { json["system_prompt"] = .string(systemPrompt) }
        if leadsSystemPrompts { json["system_prompt_override"] = true }
        if !formats.isEmpty { json["formats"] = .array(formats.map { .string($0.rawValue) }) }
        if !apiVersion.isEmpty { json["api_version"] = .string(apiVersion) }
        if !responsesVersion.isEmpty { json["azure_responses_version"] = .string(responsesVersion) }
    }

    /// Nil when nothing differs.
    var stored: String? {
        let usual = AccountOptions()
        var json: JSONValue = [:]
        if streams != usual.streams { json["stream"] = .bool(streams) }
        if asksForUsage != usual.asksForUsage { json["stream_usage"] = .bool(asksForUsage) }
        if tokenLimit != usual.tokenLimit { json["token_limit"] = .string(tokenLimit.rawValue) }
        if systemRole != usual.systemRole { json["system_role"] = .string(systemRole.rawValue) }
        for (name, span) in [
            ("concurrency", concurrency), ("first_byte", firstByte), ("silence", silence), ("total", total),
        ] {
            if let span { json[Text(name)] = .integer(span) }
        }
        if keyOrder != usual.keyOrder { json["key_order"] = .string(keyOrder.rawValue) }
        if !parameters.isEmpty, let added = try? JSONValue(parsing: parameters.utf8) { json["parameters"] = added }
        if !headers.isEmpty { json["headers"] = .object(headers.map { .init(Text($0.name), .string($0.value)) }) }
        if login != usual.login { json["login"] = login.json }
        writeMeaning(to: &json)
        return json.members?.isEmpty == true ? nil : json.serialized
    }
}

extension LearnedOption {
    static func list(stored text: String?) throws -> [LearnedOption] {
        guard let text else { return [] }
        return try (JSONValue(parsing: text.utf8).array ?? []).compactMap { option in
            option["field"]?.text.map { LearnedOption($0.string, instead: option["instead"]?.text?.string) }
        }
    }

    static func stored(_ learned: [LearnedOption]) -> String? {
        guard !learned.isEmpty else { return nil }
        let list = learned.map { option -> JSONValue in
            ["field": .string(option.field), "instead": option.instead.map { .string($0) } ?? .null]
        }
        return JSONValue.array(list).serialized
    }
}

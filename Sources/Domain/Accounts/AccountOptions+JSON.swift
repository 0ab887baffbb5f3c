public import JSON

extension AccountOptions {
    /// As the panel and the audit log show them; a default is null.
    public var json: JSONValue {
        [
            "stream": .bool(streams), "stream_usage": .bool(asksForUsage), "token_limit": .string(tokenLimit.rawValue),
            "system_role": .string(systemRole.rawValue),
            "concurrency": concurrency.map { .integer($0) } ?? .null,
            "first_byte": firstByte.map { .integer($0) } ?? .null,
            "silence": silence.map { .integer($0) } ?? .null, "total": total.map { .integer($0) } ?? .null,
            "parameters": (parameters.isEmpty ? nil : try? JSONValue(parsing: parameters.utf8)) ?? [:],
            "headers": .object(headers.map { .init(Text($0.name), .string($0.value)) }),
            "model_mapping": mapping.json, "status_code_mapping": statusesJSON,
            "system_prompt": .string(systemPrompt), "system_prompt_override": .bool(leadsSystemPrompts),
            "endpoint_types": .array(formats.compactMap(\.endpointType).map { .string($0) }),
            "api_version": .string(apiVersion), "azure_responses_version": .string(responsesVersion),
        ]
    }

    /// By the upstream's status, as texts.
    public var statusesJSON: JSONValue {
        .object(statuses.sorted { $0.key < $1.key }.map { .init(Text("\($0.key)"), .string("\($0.value)")) })
    }
}

extension ModelMapping {
    public var json: JSONValue { .object(entries.map { .init($0.asked, .string($0.sent)) }) }
}

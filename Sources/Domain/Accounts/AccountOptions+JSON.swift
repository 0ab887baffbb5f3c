public import JSON

extension AccountOptions {
    /// As the panel and the audit log show them; a default is null.
    public var json: JSONValue {
        [
            "stream": .bool(streams), "stream_usage": .bool(asksForUsage), "token_limit": .string(tokenLimit.rawValue),
            "system_role": .string(systemRole.rawValue), "first_byte": firstByte.map { .integer($0) } ?? .null,
            "silence": silence.map { .integer($0) } ?? .null, "total": total.map { .integer($0) } ?? .null,
            "parameters": (parameters.isEmpty ? nil : try? JSONValue(parsing: parameters.utf8)) ?? [:],
            "headers": .object(headers.map { .init(Text($0.name), .string($0.value)) }),
        ]
    }
}

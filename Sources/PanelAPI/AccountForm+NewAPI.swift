import Domain
import JSON
import Web
import Wire

/// What New API calls an account's options (new-api.md §3.0). Null says nothing; an empty text is the default.
///
/// Its clients send whole rows back, in which every option stands under both names: the name whose value differs from what is stored counts.
extension AccountForm {
    func newAPIOptions(
        _ options: AccountOptions, changing former: AccountOptions
    ) throws(ChatError) -> AccountOptions {
        var both = TwoNames(options: options, former: former)
        func read<Value: Equatable>(
            _ name: Text, _ path: WritableKeyPath<AccountOptions, Value>,
            _ read: (JSONValue?, String) throws(ChatError) -> Value
        ) throws(ChatError) {
            guard let value = fields.value(name) else { return }
            both.set(path, try read(value, name.string))
        }
        try read("model_mapping", \.mapping, Self.mapping)
        try read("status_code_mapping", \.statuses, Self.statuses)
        try read("param_override", \.parameters, Self.parameters)
        try read("header_override", \.headers, Self.headers)
        // It has other meanings for other kinds, of which none is asked with one.
        if let other = fields.value("other"), other.text?.trimmed.isEmpty == false {
            both.set(\.apiVersion, try Self.version(other, "other"))
        }
        try readSetting(&both)
        try readSettings(&both)
        return both.options
    }

    /// The proxy that `setting` names; nil when it says nothing of one.
    func newAPIProxy() throws(ChatError) -> String? {
        let member = try Self.members(fields.value("setting"), "setting").first { $0.key == "proxy" }
        guard let value = member?.value, !value.isNull else { return nil }
        guard let text = value.text else { throw .invalid(field: "setting", Self.entry("proxy", .not(.text))) }
        return try ProxyURL.checked(text.trimmed.string)
    }

    private func readSetting(_ both: inout TwoNames) throws(ChatError) {
        for member in try Self.members(fields.value("setting"), "setting") where !member.value.isNull {
            switch member.key {
            case "system_prompt":
                both.set(\.systemPrompt, try inside("setting", member, Self.systemPrompt))
            case "system_prompt_override":
                both.set(\.leadsSystemPrompts, try inside("setting", member, Self.flag))
            case "force_format", "thinking_to_content", "pass_through_body_enabled":
                guard try !inside("setting", member, Self.flag) else {
                    throw .invalid(field: "setting", Self.entry(member.key, .notSupported))
                }
            default: break
            }
        }
    }

    private func readSettings(_ both: inout TwoNames) throws(ChatError) {
        for member in try Self.members(fields.value("settings"), "settings") where !member.value.isNull {
            switch member.key {
            case "endpoint_types": both.set(\.formats, try inside("settings", member, Self.formats))
            case "azure_responses_version":
                both.set(\.responsesVersion, try inside("settings", member, Self.version))
            default: break
            }
        }
    }

    private func inside<Value>(
        _ field: String, _ member: JSONValue.Member, _ read: (JSONValue?, String) throws(ChatError) -> Value
    ) throws(ChatError) -> Value {
        do { return try read(member.value, field) } catch {
            guard case .invalid(_, let flaw) = error else { throw error }
            throw .invalid(field: field, Self.entry(member.key, flaw))
        }
    }

    private static func flag(_ value: JSONValue?, _ field: String) throws(ChatError) -> Bool {
        guard let flag = value?.bool else { throw .invalid(field: field, .not(.flag)) }
        return flag
    }
}

private struct TwoNames {
    var options: AccountOptions
    let former: AccountOptions

    mutating func set<Value: Equatable>(_ path: WritableKeyPath<AccountOptions, Value>, _ value: Value) {
        if value != former[keyPath: path] { options[keyPath: path] = value }
    }
}

extension Account {
    /// The same out again.
    var newAPIFields: [JSONValue.Member] {
        let setting: JSONValue = [
            "proxy": .string(proxy), "system_prompt": .string(options.systemPrompt),
            "system_prompt_override": .bool(options.leadsSystemPrompts),
        ]
        var settings: JSONValue = [
            "endpoint_types": .array(options.formats.compactMap(\.endpointType).map { .string($0) }),
            "azure_responses_version": .string(options.responsesVersion),
        ]
        if provider.hasLogin {
            for member in options.login.json.members ?? [] { settings[member.key] = member.value }
        }
        return [
            .init("model_mapping", Self.text(options.mapping.json)),
            .init("status_code_mapping", Self.text(options.statusesJSON)),
            .init("setting", .string(setting.serialized)), .init("settings", .string(settings.serialized)),
            .init("param_override", options.parameters.isEmpty ? .null : .string(options.parameters)),
            .init(
                "header_override", Self.text(.object(options.headers.map { .init(Text($0.name), .string($0.value)) }))),
            .init("other", .string(options.apiVersion)),
        ]
    }

    /// Null where nothing is in it.
    private static func text(_ object: JSONValue) -> JSONValue {
        object.members?.isEmpty == false ? .string(object.serialized) : .null
    }
}

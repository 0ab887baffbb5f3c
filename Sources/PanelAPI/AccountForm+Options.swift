import Domain
import JSON
import Web
import Wire

/// How an upstream wants to be asked.
extension AccountForm {
    /// `former` with the members of `options` that are there; null is the default. Throws `invalid`.
    func options(changing former: AccountOptions) throws(ChatError) -> AccountOptions {
        guard let given = fields.value("options") else { return former }
        guard given.members != nil else { throw .invalid(field: "options", .not(.object)) }
        let fields = try Fields(given)
        var options = former
        options.streams = try bool("stream", in: fields) ?? options.streams
        options.asksForUsage = try bool("stream_usage", in: fields) ?? options.asksForUsage
        if let limit: AccountOptions.TokenLimit = try word("token_limit", in: fields) { options.tokenLimit = limit }
        if let role: AccountOptions.SystemRole = try word("system_role", in: fields) { options.systemRole = role }
        if fields.has("concurrency") { options.concurrency = try concurrency(in: fields) }
        if fields.has("first_byte") { options.firstByte = try span("first_byte", in: fields) }
        if fields.has("silence") { options.silence = try span("silence", in: fields) }
        if fields.has("total") { options.total = try span("total", in: fields) }
        if fields.has("parameters") {
            options.parameters = try Self.parameters(fields.value("parameters"), "options.parameters")
        }
        if fields.has("headers") { options.headers = try Self.headers(fields.value("headers"), "options.headers") }
        try readMeaning(in: fields, to: &options)
        return options
    }

    private func readMeaning(in fields: Fields, to options: inout AccountOptions) throws(ChatError) {
        func read<Value>(
            _ name: Text, to value: inout Value, _ read: (JSONValue?, String) throws(ChatError) -> Value
        ) throws(ChatError) {
            if fields.has(name) { value = try read(fields.value(name), "options.\(name)") }
        }
        try read("model_mapping", to: &options.mapping, Self.mapping)
        try read("status_code_mapping", to: &options.statuses, Self.statuses)
        try read("system_prompt", to: &options.systemPrompt, Self.systemPrompt)
        options.leadsSystemPrompts = try bool("system_prompt_override", in: fields) ?? options.leadsSystemPrompts
        try read("endpoint_types", to: &options.formats, Self.formats)
        try read("api_version", to: &options.apiVersion, Self.version)
        try read("azure_responses_version", to: &options.responsesVersion, Self.version)
    }

    private func bool(_ name: String, in fields: Fields) throws(ChatError) -> Bool? {
        guard let value = fields.value(Text(name)) else { return nil }
        guard let flag = value.bool else { throw .invalid(field: "options.\(name)", .not(.flag)) }
        return flag
    }

    private func word<Word: RawRepresentable & CaseIterable>(_ name: String, in fields: Fields) throws(ChatError)
        -> Word?
    where Word.RawValue == String {
        guard let value = fields.value(Text(name)) else { return nil }
        guard let word = value.text.flatMap(Word.init) else {
            throw .invalid(field: "options.\(name)", .notOneOf(Word.allCases.map(\.rawValue)))
        }
        return word
    }

    /// Nil for any number.
    private func concurrency(in fields: Fields) throws(ChatError) -> Int? {
        guard let value = fields.value("concurrency") else { return nil }
        let range = AccountOptions.concurrencies
        guard let number = value.integer, range.contains(Int(clamping: number)) else {
            throw .invalid(
                field: "options.concurrency", .outOfRange(Int64(range.lowerBound)...Int64(range.upperBound)))
        }
        return Int(number)
    }

    /// Seconds; nil for the default.
    private func span(_ name: String, in fields: Fields) throws(ChatError) -> Int? {
        guard let value = fields.value(Text(name)) else { return nil }
        guard let seconds = value.integer, AccountOptions.spans.contains(Int(clamping: seconds)) else {
            let spans = AccountOptions.spans
            throw .invalid(
                field: "options.\(name)",
                .secondsOutOfRange(Int64(spans.lowerBound)...Int64(spans.upperBound)))
        }
        return Int(seconds)
    }
}

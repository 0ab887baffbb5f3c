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
        if fields.has("first_byte") { options.firstByte = try span("first_byte", in: fields) }
        if fields.has("silence") { options.silence = try span("silence", in: fields) }
        if fields.has("total") { options.total = try span("total", in: fields) }
        if fields.has("parameters") { options.parameters = try parameters(in: fields) }
        if fields.has("headers") { options.headers = try headers(in: fields) }
        return options
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

    private func parameters(in fields: Fields) throws(ChatError) -> String {
        guard let value = fields.value("parameters") else { return "" }
        guard let members = value.members else { throw invalid("parameters", .not(.object)) }
        for member in members where !AccountOptions.allowedParameters.contains(member.key.string) {
            throw invalid(
                "parameters",
                .forbiddenName(String(member.key.string.prefix(64)), allowed: AccountOptions.allowedParameters.sorted())
            )
        }
        let text = value.serialized
        guard text.utf8.count <= 8192 else { throw invalid("parameters", .longerThan(8192, .bytes)) }
        return members.isEmpty ? "" : text
    }

    private func headers(in fields: Fields) throws(ChatError) -> [AccountOptions.Header] {
        guard let value = fields.value("headers") else { return [] }
        guard let members = value.members else { throw invalid("headers", .not(.object)) }
        var headers: [AccountOptions.Header] = []
        for member in members {
            guard AccountOptions.allowedHeaders.contains(member.key.asciiLowercased.string) else {
                throw invalid(
                    "headers",
                    .forbiddenName(
                        String(member.key.string.prefix(64)), allowed: AccountOptions.allowedHeaders.sorted()))
            }
            guard let text = member.value.text?.trimmed, (1...1024).contains(text.byteCount),
                text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
            else { throw invalid("headers", .badHeader(member.key.string)) }
            headers.append(.init(member.key.string, text.string))
        }
        return headers
    }

    private func invalid(_ name: String, _ flaw: Flaw) -> ChatError { .invalid(field: "options.\(name)", flaw) }
}

import Domain
import JSON
import Web
import Wire

/// Readers of what several names stand for: our own options, and New API's fields. `field` is what a refusal calls it.
extension AccountForm {
    /// An object, or a text that holds one. None, or an empty text: nothing is said.
    static func members(_ value: JSONValue?, _ field: String) throws(ChatError) -> [JSONValue.Member] {
        guard let value else { return [] }
        guard let text = value.text else {
            guard let members = value.members else { throw .invalid(field: field, .not(.object)) }
            return members
        }
        guard text.byteCount <= longestObject else { throw .invalid(field: field, .longerThan(longestObject, .bytes)) }
        guard !text.trimmed.isEmpty else { return [] }
        let inner: JSONValue
        do throws(JSONError) { inner = try JSONValue(parsing: text.utf8) } catch {
            throw .invalid(field: field, error.flaw)
        }
        guard let members = inner.members else { throw .invalid(field: field, .not(.object)) }
        return members
    }

    private static let longestObject = 65_536

    /// Throws `invalid` also for names that lead back to themselves.
    static func mapping(_ value: JSONValue?, _ field: String) throws(ChatError) -> ModelMapping {
        let members = try members(value, field)
        guard members.count <= ModelMapping.most else {
            throw .invalid(field: field, .tooManyValues(most: ModelMapping.most))
        }
        var entries: [ModelMapping.Entry] = []
        for member in members {
            guard let sent = member.value.text else { throw .invalid(field: field, entry(member.key, .not(.text))) }
            guard isModelName(member.key.trimmed.string), isModelName(sent.trimmed.string) else {
                throw .invalid(field: field, entry(member.key, .badModelName))
            }
            entries.append(.init(member.key.trimmed, sent.trimmed))
        }
        let mapping = ModelMapping(entries)
        if let name = mapping.circle { throw .invalid(field: field, .circle(String(name.string.prefix(64)))) }
        return mapping
    }

    static func statuses(_ value: JSONValue?, _ field: String) throws(ChatError) -> [Int: Int] {
        var statuses: [Int: Int] = [:]
        for member in try members(value, field) {
            let shown = member.value.text?.trimmed.integer ?? member.value.integer.map { Int(clamping: $0) }
            let range = AccountOptions.failingStatuses
            guard let status = member.key.trimmed.integer, let shown, range.contains(status), range.contains(shown)
            else { throw .invalid(field: field, entry(member.key, .outOfRange(400...599))) }
            statuses[status] = shown
        }
        return statuses
    }

    static func systemPrompt(_ value: JSONValue?, _ field: String) throws(ChatError) -> String {
        guard let value else { return "" }
        guard let text = value.text else { throw .invalid(field: field, .not(.text)) }
        guard text.byteCount <= longestSystemPrompt else {
            throw .invalid(field: field, .longerThan(longestSystemPrompt, .bytes))
        }
        guard !text.utf8.contains(0) else { throw .invalid(field: field, .holdsNUL) }
        return text.trimmed.isEmpty ? "" : text.string
    }

    private static let longestSystemPrompt = 16_384

    static func formats(_ value: JSONValue?, _ field: String) throws(ChatError) -> [DialectName] {
        guard let value else { return [] }
        guard let words = value.array else { throw .invalid(field: field, .not(.list)) }
        var formats: [DialectName] = []
        for word in words {
            guard let format = word.text.flatMap({ DialectName(endpointType: $0.string) }) else {
                throw .invalid(field: field, .notOneOf(DialectName.endpointTypes))
            }
            if !formats.contains(format) { formats.append(format) }
        }
        return formats
    }

    /// It becomes part of an address.
    static func version(_ value: JSONValue?, _ field: String) throws(ChatError) -> String {
        guard let value else { return "" }
        guard let text = value.text?.trimmed, text.byteCount <= 32, text.utf8.allSatisfy(isPartOfVersion) else {
            throw .invalid(field: field, .notAVersion)
        }
        return text.string
    }

    private static func isPartOfVersion(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || "-.".utf8.contains(byte)
    }

    static func parameters(_ value: JSONValue?, _ field: String) throws(ChatError) -> String {
        let members = try members(value, field)
        for member in members where !AccountOptions.allowedParameters.contains(member.key.string) {
            throw .invalid(
                field: field, forbidden(member.key, allowed: AccountOptions.allowedParameters))
        }
        let text = JSONValue.object(members).serialized
        guard text.utf8.count <= 8192 else { throw .invalid(field: field, .longerThan(8192, .bytes)) }
        return members.isEmpty ? "" : text
    }

    static func headers(_ value: JSONValue?, _ field: String) throws(ChatError) -> [AccountOptions.Header] {
        var headers: [AccountOptions.Header] = []
        for member in try members(value, field) {
            guard AccountOptions.allowedHeaders.contains(member.key.asciiLowercased.string) else {
                throw .invalid(field: field, forbidden(member.key, allowed: AccountOptions.allowedHeaders))
            }
            guard let text = member.value.text?.trimmed, (1...1024).contains(text.byteCount),
                text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
            else { throw .invalid(field: field, .badHeader(member.key.string)) }
            // New API puts the account's key there: no header that may be set is a place for it.
            guard !text.contains("{api_key}") else {
                throw .invalid(field: field, forbidden("{api_key}", allowed: AccountOptions.allowedHeaders))
            }
            headers.append(.init(member.key.string, text.string))
        }
        return headers
    }

    static func isModelName(_ name: String) -> Bool {
        !name.isEmpty && name.unicodeScalars.count <= 255 && !name.hasControlCharacters
    }

    static func entry(_ name: Text, _ flaw: Flaw) -> Flaw { .entry(String(name.string.prefix(64)), flaw) }

    private static func forbidden(_ name: Text, allowed: Set<String>) -> Flaw {
        .forbiddenName(String(name.string.prefix(64)), allowed: allowed.sorted())
    }
}

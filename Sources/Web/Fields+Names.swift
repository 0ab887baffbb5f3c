package import Domain
import JSON
import Wire

extension Fields {
    /// A name for people, trimmed: 1 to `limit` characters (Unicode scalars, as MariaDB counts them), none of them a control character. Nil when absent or null.
    package func name(_ field: String, upTo limit: Int = 64) throws(ChatError) -> String? {
        guard let text = try line(field, upTo: limit) else { return nil }
        guard !text.isEmpty else { throw .invalid(field: field, .empty) }
        return text
    }

    package func requiredName(_ field: String, upTo limit: Int = 64) throws(ChatError) -> String {
        guard let text = try name(field, upTo: limit) else { throw .invalid(field: field, .missing) }
        return text
    }

    /// As `name`, but may be empty.
    package func line(_ field: String, upTo limit: Int) throws(ChatError) -> String? {
        guard let text = try string(field, upTo: limit * 16)?.trimmed else { return nil }
        guard text.unicodeScalars.count <= limit else {
            throw .invalid(field: field, .longerThan(limit, .characters))
        }
        guard !text.hasControlCharacters else {
            throw .invalid(field: field, .holdsControlCharacters)
        }
        return text
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    package var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}

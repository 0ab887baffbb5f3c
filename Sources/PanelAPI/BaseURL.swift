import Domain
import JSON
import Web
import Wire

/// Where an upstream is: `http(s)://host[:port][/path]`, as people paste it and as it is stored (`Account.storedBaseURL`).
enum BaseURL {
    /// Throws `invalid` for anything that could mean two things to two parsers.
    static func normalized(_ text: String) throws(ChatError) -> String {
        let text = text.trimmed
        guard let (scheme, rest) = split(text, schemes: ["https", "http"]) else {
            throw invalid(.scheme(["https", "http"]))
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw invalid(.notPrintableASCII)
        }
        guard !rest.contains("?"), !rest.contains("#") else { throw invalid(.hasQuery) }
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw invalid(.hasUser) }
        guard Authority.isValid(authority) else { throw invalid(.noHost) }
        return Account.storedBaseURL("\(scheme)://\(authority.lowercased())\(rest.dropFirst(authority.count))")
    }

    /// The scheme in lower case and what follows `://`.
    static func split(_ text: String, schemes: [String]) -> (scheme: String, rest: Substring)? {
        for scheme in schemes where text.lowercased().hasPrefix(scheme + "://") {
            return (scheme, text.dropFirst(scheme.count + 3))
        }
        return nil
    }

    private static func invalid(_ flaw: Flaw) -> ChatError { .invalid(field: "base_url", flaw) }
}

/// The `host[:port]` of a URL.
enum Authority {
    static func isValid(_ text: Substring) -> Bool {
        guard !text.isEmpty else { return false }
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return false }
            let host = text[text.index(after: text.startIndex)..<end]
            let isAddress = !host.isEmpty && host.utf8.allSatisfy { isHexadecimal($0) || $0 == 58 || $0 == 46 }
            return isAddress && isPort(text[text.index(after: end)...])
        }
        let host = text.prefix { $0 != ":" }
        let isName = host.utf8.allSatisfy { isLetterOrDigit($0) || [45, 46, 95].contains($0) }
        return !host.isEmpty && isName && !host.hasPrefix(".") && isPort(text.dropFirst(host.count))
    }

    /// Empty, or a colon and a number.
    private static func isPort(_ text: Substring) -> Bool {
        guard text.hasPrefix(":") else { return text.isEmpty }
        let digits = text.dropFirst()
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits) else { return false }
        return (1...65_535).contains(port)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte | 0x20)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20)
    }
}

/// An outgoing proxy: `scheme://host[:port]`. Passwords are refused: proxies are shown in the panel, and not sealed.
enum ProxyURL {
    /// Of what is sealed and shown without its password a user is taken (`sealed`).
    static func checked(_ text: String, sealed: Bool = false) throws(ChatError) -> String {
        guard !text.isEmpty else { return "" }
        guard var (_, rest) = BaseURL.split(text, schemes: ["http", "https", "socks5h", "socks5"]) else {
            throw .invalid(field: "proxy", .scheme(["http", "https", "socks5", "socks5h"]))
        }
        if sealed, let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        guard !rest.contains("@") else {
            throw .invalid(field: "proxy", .hasUser)
        }
        guard Authority.isValid(rest.hasSuffix("/") ? rest.dropLast() : rest) else {
            throw .invalid(field: "proxy", .noHost)
        }
        return text
    }
}

import Dialects
import Domain
import JSON
import Web
import Wire

/// Accounts that somebody signs in to.
extension AccountForm {
    /// Of a file that a program keeps its login in.
    static let longestLogin = 65_536

    /// What an account of this kind is entered with, as it is kept: a key, or the login in what was pasted. Nil when absent or blank.
    func key(for provider: Provider, at now: Timestamp) throws(ChatError) -> Secret? {
        provider.hasLogin ? try login(for: provider, at: now)?.stored : try key()
    }

    /// The one login in the field `key`; nil when absent or blank.
    func login(for provider: Provider, at now: Timestamp) throws(ChatError) -> TokenPair? {
        guard let text = try fields.string("key", upTo: Self.longestLogin), !Text(text).trimmed.isEmpty else {
            return nil
        }
        do throws(LoginFlaw) {
            if provider == .chatGPTWeb, let session = try ChatGPTWeb.session(in: Text(text), at: now) { return session }
            let pair = try Codex.logins(in: Text(text), at: now).onlyPair(at: now)
            // Nothing is renewed with a cookie but what the page itself asks for.
            guard provider == .chatGPTWeb || !pair.access.isEmpty || !pair.refresh.isEmpty else { throw .notALogin }
            return pair
        } catch {
            throw .invalid(field: "key", .login(error))
        }
    }

    /// `former` with what `settings` says of it: `token_url`, `client_id`.
    func loginOptions(changing former: LoginOptions) throws(ChatError) -> LoginOptions {
        var options = former
        for member in try Self.members(fields.value("settings"), "settings") where !member.value.isNull {
            guard member.key == "token_url" || member.key == "client_id" else { continue }
            guard let text = member.value.text?.trimmed, text.byteCount <= 1024 else {
                throw Self.invalid(member.key, .not(.text))
            }
            if member.key == "token_url" {
                options.tokenURL = try Self.tokenURL(text.string)
            } else {
                guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                    throw Self.invalid(member.key, .notPrintableASCII)
                }
                options.client = text.string
            }
        }
        return options
    }

    private static func invalid(_ name: Text, _ flaw: Flaw) -> ChatError {
        .invalid(field: "settings", .entry(name.string, flaw))
    }

    /// A refresh token is sent there.
    private static func tokenURL(_ url: String) throws(ChatError) -> String {
        guard !url.isEmpty else { return "" }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw invalid("token_url", .notPrintableASCII)
        }
        guard let (_, rest) = BaseURL.split(url, schemes: ["https", "http"]) else {
            throw invalid("token_url", .scheme(["https", "http"]))
        }
        guard !rest.contains("?"), !rest.contains("#") else { throw invalid("token_url", .hasQuery) }
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw invalid("token_url", .hasUser) }
        guard Authority.isValid(authority) else { throw invalid("token_url", .noHost) }
        return url
    }
}

extension AccountLogin {
    /// No secret.
    var json: JSONValue {
        [
            "email": .string(owner.email), "plan": .string(owner.plan), "account_id": .string(owner.account),
            "expires_at": expiresAt.map { .integer($0.seconds) } ?? .null, "renews": .bool(renews),
        ]
    }
}

extension AccountRow {
    /// What accounts with a login have besides (chatmirror.md §5).
    var loginJSON: [JSONValue.Member] {
        let list = (windows?.windows ?? []).map { window -> JSONValue in
            [
                "name": .string(window.name), "used_percent": .double(window.usedPercent),
                "resets_at": window.resetsAt.map { .integer($0.seconds) } ?? .null,
            ]
        }
        return [
            .init("login", login?.json ?? .null), .init("windows", .array(list)),
            .init("windows_at", windows.map { .integer($0.readAt.seconds) } ?? .null),
        ]
    }
}

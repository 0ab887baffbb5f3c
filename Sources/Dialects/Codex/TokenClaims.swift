internal import JSON
internal import Wire

/// What a JSON Web Token (RFC 7519) of OpenAI's says. Its signature is the upstream's to look at.
struct TokenClaims: Sendable {
    private let claims: JSONValue

    /// Nil for a text that is none.
    init?(_ token: Text) {
        let parts = token.split(separator: UInt8(ascii: "."))
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]),
            let claims = try? JSONValue(parsing: payload, duplicates: .keepFirst), claims.members != nil
        else { return nil }
        self.claims = claims
    }

    private var owner: JSONValue? { claims["https://api.openai.com/auth"] }

    /// The workspace that it is for; nil for what could not stand in a head.
    var account: Text? { word(owner?["chatgpt_account_id"]) }
    var user: Text? { word(owner?["chatgpt_user_id"]) ?? word(owner?["user_id"]) }
    var plan: Text? { word(owner?["chatgpt_plan_type"]) }
    var email: Text? {
        let email = claims["email"]?.text ?? claims["https://api.openai.com/profile"]?["email"]?.text
        return email.flatMap { $0.isEmpty || $0.byteCount > 320 || !$0.utf8.allSatisfy(\.isPrintable) ? nil : $0 }
    }

    /// The client that it was issued to: an access token names it, an identity token has it as its audience.
    var client: Text? {
        let audience = claims["aud"].map { $0.array?.first ?? $0 }
        return word(claims["client_id"]) ?? (isForAPI ? nil : word(audience))
    }

    /// An access token's audience is an address.
    private var isForAPI: Bool { (claims["aud"]?.array?.first ?? claims["aud"])?.text?.contains("://") ?? false }

    /// Unix seconds.
    var expiry: Int64? { seconds("exp") }
    var issue: Int64? { seconds("iat") }

    private func seconds(_ name: Text) -> Int64? {
        let number = claims[name]?.integer ?? claims[name]?.double.flatMap { Int64(exactly: $0.rounded(.down)) }
        return number.flatMap { (0...253_402_300_799).contains($0) ? $0 : nil }
    }

    private func word(_ value: JSONValue?) -> Text? {
        value?.text.flatMap { text in
            let isWord = (1...128).contains(text.byteCount) && text.utf8.allSatisfy(\.isPartOfToolName)
            return isWord ? text : nil
        }
    }
}

extension UInt8 {
    /// A byte of ASCII that shows, and no space.
    var isPrintable: Bool { (0x21...0x7E).contains(self) }
}

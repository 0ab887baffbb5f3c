public import Domain
public import JSON

extension Codex {
    /// The logins in what somebody pasted (codex.md §2.1): the CLI's `auth.json`, the objects of gateways, alone, in a list or under
    /// `tokens`, JSON lines, or tokens, one a line.
    public static func logins(in pasted: Text, at now: Timestamp) -> [PastedLogin] {
        let text = pasted.trimmed
        guard let first = text.utf8.first else { return [] }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        if isJSON, let value = try? JSONValue(parsing: text.utf8, duplicates: .keepFirst) {
            return logins(in: value, at: now)
        }
        let lines = pasted.split(separator: UInt8(ascii: "\n")).map(\.trimmed)
        // One text that broke is one fault, not one for each of its lines.
        if isJSON, (try? JSONValue(parsing: (lines.first { !$0.isEmpty } ?? "").utf8, duplicates: .keepFirst)) == nil {
            return [PastedLogin(line: 1, .failure(.brokenJSON))]
        }
        return lines.enumerated().filter { !$0.element.isEmpty }.map { login(inLine: $1, $0 + 1, at: now) }
    }

    /// A token alone is longer than a word that somebody typed.
    static let shortestToken = 16

    private static func logins(in value: JSONValue, at now: Timestamp) -> [PastedLogin] {
        let list = value.array ?? value["tokens"]?.array
        guard let list else { return [login(in: value, line: 1, at: now)] }
        return list.enumerated().map { login(in: $1, line: $0 + 1, at: now) }
    }

    private static func login(inLine line: Text, _ number: Int, at now: Timestamp) -> PastedLogin {
        guard line.hasPrefix("{") else {
            guard line.byteCount >= shortestToken, let pair = TokenPair(keptAs: Secret(line.string))
            else {
                return PastedLogin(line: number, .failure(.notALogin))
            }
            return PastedLogin(line: number, checked(pair, at: now))
        }
        guard let value = try? JSONValue(parsing: line.utf8, duplicates: .keepFirst) else {
            return PastedLogin(line: number, .failure(.brokenJSON))
        }
        return login(in: value, line: number, at: now)
    }

    /// The login in one value of a list.
    static func login(in value: JSONValue, line: Int, at now: Timestamp) -> PastedLogin {
        if let token = value.text { return login(inLine: token.trimmed, line, at: now) }
        guard value.members != nil else { return PastedLogin(line: line, .failure(.notALogin)) }
        if let type = value["type"]?.text, type != "codex" { return PastedLogin(line: line, .failure(.notALogin)) }
        let tokens = value["tokens"]?.ifObject ?? value
        func token(_ name: Text) -> Secret { Secret(tokens[name]?.text?.trimmed.string ?? "") }
        var pair = TokenPair(access: token("access_token"), refresh: token("refresh_token"))
        if let key = value["OPENAI_API_KEY"]?.text?.trimmed, !key.isEmpty,
            value["auth_mode"] == "apikey" || pair.access.isEmpty && pair.refresh.isEmpty
        {
            let isKey = key.byteCount <= 8192 && key.utf8.allSatisfy(\.isPrintable)
            return PastedLogin(line: line, isKey ? .success(.key(Secret(key.string))) : .failure(.badToken))
        }
        pair.session = token("session_token")
        pair.identity = token("id_token")
        pair.owner.account = (tokens["account_id"] ?? value["account_id"])?.text?.trimmed.string ?? ""
        pair.owner.email = value["email"]?.text?.trimmed.string ?? ""
        pair.client = value["client_id"]?.text?.trimmed.string ?? ""
        let expiry = (value["expired"] ?? value["expired_at"] ?? value["expires_at"])
        pair.expiresAt = expiry.flatMap { $0.text.flatMap { Timestamp(iso: $0.string) } }
        var login = PastedLogin(line: line, checked(pair, at: now))
        login.name = value["name"]?.text?.trimmed.string ?? ""
        return login
    }

    /// The pair with its claims, if its tokens can stand in a request.
    static func checked(_ pair: TokenPair, at now: Timestamp) -> Result<PastedLogin.Content, LoginFlaw> {
        guard !pair.access.isEmpty || pair.renews else { return .failure(.noToken) }
        for token in [pair.access, pair.refresh, pair.identity, pair.session].map({ $0.reveal().utf8 }) {
            guard token.count <= 8192, token.allSatisfy(\.isPrintable) else { return .failure(.badToken) }
        }
        var pair = pair
        pair.version = max(1, now.milliseconds)
        return .success(.pair(pair.withClaims))
    }
}

extension TokenPair {
    /// With what its tokens say of themselves, which counts more than what stands beside them.
    public var withClaims: TokenPair {
        var pair = self
        let access = TokenClaims(Text(access.reveal()))
        let identity = TokenClaims(Text(identity.reveal()))
        func word(_ name: KeyPath<TokenClaims, Text?>) -> String? {
            (access?[keyPath: name] ?? identity?[keyPath: name])?.string
        }
        pair.owner.account = Self.isWord(owner.account) ? owner.account : word(\.account) ?? ""
        pair.owner.user = word(\.user) ?? owner.user
        pair.owner.plan = word(\.plan) ?? owner.plan
        pair.owner.email = identity?.email?.string ?? access?.email?.string ?? String(owner.email.prefix(320))
        pair.client = word(\.client) ?? (Self.isWord(client) ? client : "")
        pair.expiresAt = access?.expiry.map { Timestamp(seconds: $0) } ?? expiresAt
        pair.issuedAt = access?.issue.map { Timestamp(seconds: $0) } ?? issuedAt
        return pair
    }

    /// It becomes part of a head, or of a form.
    private static func isWord(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy(\.isPartOfToolName)
    }
}

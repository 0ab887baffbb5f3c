internal import JSON

/// What an account asks with that somebody signed in to: an access token for some days, and a refresh token that buys the next pair, once.
public struct TokenPair: Sendable, Equatable {
    /// Empty where only a refresh token was entered: the first use renews it.
    public var access: Secret
    /// Empty: the login ends with the access token.
    public var refresh: Secret
    /// The cookie of a session on the provider's page, which buys access tokens; empty where there is none.
    public var session = Secret("")
    /// What bought this pair, for as long as nothing was bought with this one; empty where nothing did.
    public var previous = Secret("")
    public var identity = Secret("")
    public var owner = LoginOwner()
    /// The client that the tokens were issued to; empty where they do not say.
    public var client = ""
    public var issuedAt: Timestamp?
    public var expiresAt: Timestamp?
    /// Of two pairs of one account the later has the larger: the milliseconds of its entry, and one more with each renewal.
    public var version: Int64 = 0

    public init(access: Secret, refresh: Secret) {
        self.access = access
        self.refresh = refresh
    }
}

/// Whose login it is, as its tokens say. No secret.
public struct LoginOwner: Sendable, Equatable {
    public var email = ""
    /// `plus`, `team`, ….
    public var plan = ""
    /// The workspace that is asked for.
    public var account = ""
    public var user = ""

    public init() {}
}

// MARK: Time

extension TokenPair {
    /// A token that ends on its way is not sent.
    private static let margin = Duration.seconds(30)
    private static let leastLead = Duration.seconds(5 * 60)
    private static let longestLead = Duration.seconds(86_400)

    /// Whether there is something that buys the next access token.
    public var renews: Bool { !refresh.isEmpty || !session.isEmpty }

    /// There is no access token that is still good, as far as that is known.
    public func isOver(at now: Timestamp) -> Bool {
        access.isEmpty || expiresAt.map { $0 <= now + Self.margin } ?? false
    }

    /// Whether it is time to renew it: `lead` before it ends, or with a tenth of its life left, at most a day; at least five minutes; ten
    /// percent more or less by `spread`, so that logins of one moment are not renewed in one.
    public func isDue(at now: Timestamp, lead wanted: Duration? = nil, spread: Int64) -> Bool {
        guard renews else { return false }
        guard let expiresAt, !access.isEmpty else { return access.isEmpty }
        let life = issuedAt.map { expiresAt - $0 } ?? Self.longestLead * 10
        let lead = wanted ?? min(max(life / 10, Self.leastLead), Self.longestLead)
        let percent = 90 + Int((spread % 21 + 21) % 21)
        return expiresAt - max(lead * percent / 100, Self.leastLead) <= now
    }
}

// MARK: At rest

extension TokenPair {
    /// The text that is sealed in the place of a key.
    public var stored: Secret {
        var json: JSONValue = [
            "kind": "oauth", "version": .integer(version), "access_token": .string(access.reveal()),
            "refresh_token": .string(refresh.reveal()), "previous_refresh_token": .string(previous.reveal()),
            "id_token": .string(identity.reveal()),
            "client_id": .string(client), "email": .string(owner.email), "plan": .string(owner.plan),
            "account_id": .string(owner.account), "user_id": .string(owner.user),
        ]
        if !session.isEmpty { json["session_token"] = .string(session.reveal()) }
        if let issuedAt { json["issued_at"] = .integer(issuedAt.milliseconds) }
        if let expiresAt { json["expires_at"] = .integer(expiresAt.milliseconds) }
        return Secret(json.serialized)
    }

    /// A pair as it is stored; nil for any other text.
    public init?(stored: Secret) {
        let text = stored.reveal()
        guard text.utf8.first == UInt8(ascii: "{"), let json = try? JSONValue(parsing: text.utf8),
            json["kind"] == "oauth"
        else { return nil }
        func word(_ name: Text) -> String { json[name]?.text?.string ?? "" }
        self.init(access: Secret(word("access_token")), refresh: Secret(word("refresh_token")))
        previous = Secret(word("previous_refresh_token"))
        identity = Secret(word("id_token"))
        session = Secret(word("session_token"))
        client = word("client_id")
        (owner.email, owner.plan) = (word("email"), word("plan"))
        (owner.account, owner.user) = (word("account_id"), word("user_id"))
        issuedAt = json["issued_at"]?.integer.map { Timestamp(milliseconds: $0) }
        expiresAt = json["expires_at"]?.integer.map { Timestamp(milliseconds: $0) }
        version = json["version"]?.integer ?? 0
    }

    /// A pair as it is stored, or one token alone: an access token has three parts with points between them, a session's cookie five.
    public init?(keptAs secret: Secret) {
        if let pair = TokenPair(stored: secret) {
            self = pair
            return
        }
        let text = secret.reveal()
        guard !text.isEmpty, text.utf8.first != UInt8(ascii: "{") else { return nil }
        let points = text.utf8.starts(with: "eyJ".utf8) ? text.utf8.count { $0 == UInt8(ascii: ".") } : 0
        let isAlone = points == 2 || points == 4
        self.init(access: Secret(points == 2 ? text : ""), refresh: Secret(isAlone ? "" : text))
        if points == 4 { session = secret }
    }
}

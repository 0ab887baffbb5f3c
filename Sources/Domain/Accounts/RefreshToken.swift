internal import JSON

/// A refresh token that other programs fetch access tokens through (docs/token-manager.md): the login of a Codex account. The account
/// may be lent to members, or be there for its login alone; one login is renewed by one refresher either way.
public struct RefreshToken: Sendable, Equatable {
    public let id: ID<RefreshToken>
    /// What other programs call it: 1–128 characters, one row each.
    public var bizID: String
    /// Whose login it is. Its proxy, and the client that it is renewed as, are those of the account.
    public var account: Account
    /// Whether members may be bound to the account, and the panel lists it.
    public var lends: Bool
    /// Nil where it cannot be opened.
    public var pair: TokenPair?
    public var userName = ""
    public var email = ""
    /// `plus`, `team`, …, as the provider calls it.
    public var plan = ""
    public var tag = ""
    public var memo = ""
    /// Whether it is refreshed by itself. Those who ask for it are answered either way.
    public var isEnabled = false
    /// What came of the last refresh; no secret.
    public var result = ""
    /// What the provider told of its user and workspaces, as JSON; no secret.
    public var userInfo = ""
    public var accountInfo = ""
    public var refreshedAt: Timestamp?
    public let createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: ID<RefreshToken>, bizID: String, account: Account, lends: Bool, pair: TokenPair?, createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.bizID = bizID
        self.account = account
        self.lends = lends
        self.pair = pair
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The client that it is renewed as; empty where the server's is taken.
    public var client: String {
        let named = account.options.login.client
        return named.isEmpty ? pair?.client ?? "" : named
    }

    /// The proxy without the password that may stand in it.
    public var shownProxy: String { Self.shown(proxy: account.proxy) }

    /// `http://user:***@proxy:8080`.
    public static func shown(proxy: String) -> String {
        let bytes = Array(proxy.utf8)
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), let scheme = bytes.firstIndex(of: UInt8(ascii: "/")),
            let colon = bytes[min(scheme + 2, at)..<at].firstIndex(of: UInt8(ascii: ":"))
        else { return proxy }
        return String(decoding: bytes[...colon] + Array("***".utf8) + bytes[at...], as: UTF8.self)
    }

    /// How the row of an account is called that was added as an account.
    public static func bizID(of account: ID<Account>) -> String { "account-\(account)" }

    /// Whether it is the row of an account to which nobody has given a name of its own.
    public var isAdopted: Bool { lends && bizID.utf8.elementsEqual(Self.bizID(of: account.id).utf8) }

    /// What the audit log compares; no secret, and no proxy, in which a password may be.
    var audited: JSONValue {
        [
            "biz_id": .string(bizID), "channel_id": .integer(account.id.value), "client_id": .string(client),
            "tag": .string(tag), "memo": .string(memo), "enabled": .bool(isEnabled), "lends": .bool(lends),
            "has_proxy": .bool(!account.proxy.isEmpty),
        ]
    }
}

extension AuditObject {
    init(_ token: RefreshToken) { self.init(.refreshToken, token.id.value, name: token.bizID) }
}

/// A refresh token that is to be kept.
public struct NewRefreshToken: Sendable {
    public var token: Secret
    /// Empty: one is made.
    public var bizID = ""
    public var proxy = ""
    /// Empty: the usual one.
    public var client = ""
    public var tag = ""
    public var memo = ""
    public var isEnabled = false

    public init(_ token: Secret) { self.token = token }
}

/// What is to be changed of one; nil leaves it.
public struct RefreshTokenChange: Sendable {
    public var bizID: String?
    public var proxy: String?
    public var client: String?
    public var tag: String?
    public var memo: String?
    public var isEnabled: Bool?
    public var lends: Bool?

    public init() {}
}

/// Which ones are looked for: each part holds the text somewhere, whatever the case of its letters.
public struct RefreshTokenFilter: Sendable {
    /// In the name, the address, the tag or the memo.
    public var keyword = ""
    public var bizID = ""
    public var tag = ""
    public var email = ""
    public var plan = ""
    public var isEnabled: Bool?
    public var created: Range<Timestamp>?

    public init() {}
}

/// By what a program names one.
public enum RefreshTokenName: Sendable {
    case bizID(String)
    /// The oldest row that has it.
    case email(String)
}

internal import JSON

/// A way by which alerts reach people.
public struct AlertChannel: Sendable, Equatable {
    public let id: ID<AlertChannel>
    public var name: String
    public let kind: Kind
    public var isEnabled: Bool
    public var language: AlertLanguage
    /// Nil where it cannot be opened.
    public var target: AlertTarget?
    public let createdAt: Timestamp

    public enum Kind: String, Sendable, CaseIterable {
        case mail, webhook, feishu, dingtalk, wecom, telegram, slack
    }

    public init(
        id: ID<AlertChannel>, name: String, kind: Kind, isEnabled: Bool = true, language: AlertLanguage,
        target: AlertTarget?, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.isEnabled = isEnabled
        self.language = language
        self.target = target
        self.createdAt = createdAt
    }

    public static let most = 50

    /// What the audit log compares: no address, which is a secret of most kinds, and no secret.
    var audited: JSONValue {
        [
            "name": .string(name), "kind": .string(kind.rawValue), "enabled": .bool(isEnabled),
            "language": .string(language.rawValue), "host": .string(target?.host ?? ""),
            "to": .array((target?.to ?? []).map { .string($0) }),
        ]
    }
}

/// The language of what a channel tells.
public enum AlertLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh"
}

/// Where a channel leads, and what it shows there. It is sealed as a whole: the address of a group's robot is all that is needed to write
/// to the group.
public struct AlertTarget: Sendable, Equatable {
    /// Of a webhook; `smtp://host:587` or `smtps://host:465` of a mail server; the Bot API of Telegram.
    public var url: Secret
    /// What is signed with, a bot's token, or the password of the mail server; empty where there is none.
    public var secret: Secret
    /// Of the mail server.
    public var user = ""
    public var from = ""
    /// Mail addresses, or the chat of Telegram.
    public var to: [String] = []

    public init(url: Secret, secret: Secret = Secret("")) {
        self.url = url
        self.secret = secret
    }

    public static let telegram = "https://api.telegram.org"

    /// `smtp://mail.example:587`: what comes before the path.
    public var host: String {
        let parts = url.reveal().utf8.split(
            separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty else { return "" }
        let authority = parts[2].prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        // A password before the host would be refused where it is used.
        guard !authority.contains(UInt8(ascii: "@")) else { return "" }
        return "\(Substring(parts[0]))//\(Substring(authority))"
    }

    /// The last four characters of a secret that is long enough to keep the rest.
    public static func end(of secret: Secret) -> String {
        secret.reveal().count >= 12 ? String(secret.reveal().suffix(4)) : ""
    }

    /// As it is sealed.
    public var stored: Secret {
        let json: JSONValue = [
            "url": .string(url.reveal()), "secret": .string(secret.reveal()), "user": .string(user),
            "from": .string(from), "to": .array(to.map { .string($0) }),
        ]
        return Secret(json.serialized)
    }

    public init?(stored: Secret) {
        guard let json = try? JSONValue(parsing: stored.reveal().utf8), let url = json["url"]?.text else { return nil }
        self.init(url: Secret(url.string), secret: Secret(json["secret"]?.text?.string ?? ""))
        (user, from) = (json["user"]?.text?.string ?? "", json["from"]?.text?.string ?? "")
        to = json["to"]?.array?.compactMap { $0.text?.string } ?? []
    }
}

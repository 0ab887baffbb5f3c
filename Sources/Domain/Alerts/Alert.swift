public import JSON

/// Something that does not work as it should, from when it was found until it is over. No text of a conversation and no secret is in it.
public struct Alert: Sendable, Equatable {
    public let id: Key<Alert>
    public let kind: AlertKind
    public let subject: AlertSubject
    public var facts: AlertFacts
    public let openedAt: Timestamp
    /// When it was found last.
    public var seenAt: Timestamp
    public var closedAt: Timestamp?
    /// So long it must not have been found before it is over: longer for what comes back again and again.
    public var settle: Duration
    /// When and how people were told of it, and of its end.
    public var told: Told?
    public var recoveryTold: Told?
    /// Nothing is told of it before.
    public var silencedUntil: Timestamp?

    /// When somebody was told, and whether together with others.
    public struct Told: Sendable, Equatable {
        public let at: Timestamp
        public let isGrouped: Bool

        public init(at moment: Timestamp, isGrouped: Bool) {
            at = moment
            self.isGrouped = isGrouped
        }
    }

    public init(
        id: Key<Alert> = .random(), _ kind: AlertKind, of subject: AlertSubject, _ facts: AlertFacts,
        at moment: Timestamp, settle: Duration = Self.usualSettle
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.facts = facts
        openedAt = moment
        seenAt = moment
        self.settle = settle
    }

    public static let usualSettle = Duration.seconds(60)
    public static let longestSettle = Duration.seconds(1800)
    /// So long it is kept after its end.
    public static let kept = Duration.seconds(90 * 86_400)

    public var isOpen: Bool { closedAt == nil }

    /// Of alerts with the same one, one is open.
    public var key: String { Self.key(kind, subject) }

    static func key(_ kind: AlertKind, _ subject: AlertSubject) -> String {
        "\(kind.rawValue)|\(subject.kind.rawValue)|\(subject.kind.isNamed ? subject.name : "\(subject.id)")"
    }

    func isSilenced(at now: Timestamp) -> Bool { silencedUntil.map { $0 > now } ?? false }
}

/// What an alert is about.
public struct AlertSubject: Sendable, Hashable {
    public let kind: Kind
    /// 0 for what has none.
    public let id: Int64
    public let name: String

    public enum Kind: String, Sendable, CaseIterable {
        case account, member
        case refreshToken = "refresh_token"
        /// `database` or `redis`.
        case store
        /// The service as a whole.
        case site

        var isNamed: Bool { self == .store }
    }

    public init(_ kind: Kind, _ id: Int64 = 0, name: String = "") {
        self.kind = kind
        self.id = id
        self.name = name
    }

    public static let site = AlertSubject(.site)
}

/// What is known of an alert besides its subject. Which of them there are depends on the kind.
public struct AlertFacts: Sendable, Equatable {
    /// In words for an administrator, as `AccountHealth.reason`.
    public var reason = ""
    /// What was counted, in the unit of the rule.
    public var value: Int?
    public var limit: Int?
    /// Members who may use the account, and those of them who have no other that works.
    public var affected: Int?
    public var stranded: Int?
    public var expiresAt: Timestamp?
    /// Requests that failed while it lasted.
    public var failed: Int?

    public init() {}

    private static let longestReason = 500

    public var json: JSONValue {
        var json: JSONValue = ["reason": .string(reason.pieces(of: Self.longestReason)[0].description)]
        let numbers: [(Text, Int?)] = [
            ("value", value), ("limit", limit), ("affected", affected), ("stranded", stranded), ("failed", failed),
        ]
        for case (let name, let number?) in numbers { json[name] = .integer(number) }
        if let expiresAt { json["expires_at"] = .integer(expiresAt.seconds) }
        return json
    }

    public init(_ json: JSONValue) {
        func number(_ name: Text) -> Int? { json[name]?.integer.map { Int($0) } }
        reason = json["reason"]?.text?.string ?? ""
        (value, limit, failed) = (number("value"), number("limit"), number("failed"))
        (affected, stranded) = (number("affected"), number("stranded"))
        expiresAt = json["expires_at"]?.integer.map { Timestamp(seconds: $0) }
    }
}

/// What a look found that is as it should not be.
public struct AlertCondition: Sendable, Equatable {
    public let kind: AlertKind
    public let subject: AlertSubject
    public let facts: AlertFacts

    public init(_ kind: AlertKind, of subject: AlertSubject, _ facts: AlertFacts = AlertFacts()) {
        self.kind = kind
        self.subject = subject
        self.facts = facts
    }

    var key: String { Alert.key(kind, subject) }
}

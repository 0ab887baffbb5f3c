internal import JSON

/// When something becomes an alert, and when it is told.
public struct AlertRule: Sendable, Equatable {
    public let kind: AlertKind
    public var isEnabled: Bool
    /// In the unit of its kind.
    public var threshold: Int
    /// Told in quiet hours, too.
    public var isUrgent: Bool
    /// Nothing is told of it before.
    public var silencedUntil: Timestamp?

    public init(
        _ kind: AlertKind, isEnabled: Bool, threshold: Int, isUrgent: Bool, silencedUntil: Timestamp? = nil
    ) {
        self.kind = kind
        self.isEnabled = isEnabled
        self.threshold = threshold
        self.isUrgent = isUrgent
        self.silencedUntil = silencedUntil
    }

    /// As it is unless somebody changes it.
    public static func standard(_ kind: AlertKind) -> AlertRule {
        switch kind {
        case .accountDead: AlertRule(kind, isEnabled: true, threshold: 1, isUrgent: false)
        case .needsLogin: AlertRule(kind, isEnabled: true, threshold: 0, isUrgent: false)
        case .fewHealthy: AlertRule(kind, isEnabled: true, threshold: 1, isUrgent: true)
        case .errorRate: AlertRule(kind, isEnabled: true, threshold: 25, isUrgent: false)
        case .refreshFailing: AlertRule(kind, isEnabled: true, threshold: 0, isUrgent: false)
        case .tokenExpiring: AlertRule(kind, isEnabled: true, threshold: 24, isUrgent: false)
        // Members who use up what they have are no fault of anything.
        case .memberNearLimit: AlertRule(kind, isEnabled: false, threshold: 90, isUrgent: false)
        case .disk: AlertRule(kind, isEnabled: true, threshold: 10, isUrgent: true)
        case .storeGone: AlertRule(kind, isEnabled: true, threshold: 15, isUrgent: true)
        case .signInsAttacked: AlertRule(kind, isEnabled: true, threshold: 30, isUrgent: false)
        }
    }

    func isSilenced(at now: Timestamp) -> Bool { silencedUntil.map { $0 > now } ?? false }

    var audited: JSONValue {
        ["enabled": .bool(isEnabled), "threshold": .integer(threshold), "urgent": .bool(isUrgent)]
    }
}

/// The rules of all kinds.
public struct AlertRules: Sendable, Equatable {
    private var rules: [AlertKind: AlertRule]

    /// Kinds that are not among them have the usual one.
    public init(_ changed: [AlertRule] = []) {
        rules = Dictionary(changed.map { ($0.kind, $0) }) { $1 }
    }

    public subscript(kind: AlertKind) -> AlertRule { rules[kind] ?? .standard(kind) }

    /// In the order of the kinds.
    public var all: [AlertRule] { AlertKind.allCases.map { self[$0] } }
}

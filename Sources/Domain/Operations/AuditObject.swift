/// What an act was done to, as it was called then.
public struct AuditObject: Sendable, Equatable {
    public let kind: Kind
    public let id: Int64
    public let name: String

    public init(_ kind: Kind, _ id: Int64, name: String = "") {
        self.kind = kind
        self.id = id
        self.name = name
    }

    /// `unknown` is read where a row does not say what this version could have written.
    public enum Kind: String, Sendable, CaseIterable {
        case member, account, binding, package, link, key, setting, assistant
        case refreshToken = "refresh_token"
        case alertRule = "alert_rule"
        case alertChannel = "alert_channel"
        case unknown
    }
}

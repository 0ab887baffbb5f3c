/// One act worth remembering: who did what to whom, when and from where, and what came of it.
///
/// It never holds a token, a key, a password or text of a conversation: of a secret that changed it holds a fingerprint.
public struct AuditEntry: Sendable, Equatable {
    public let at: Timestamp
    public let actor: Actor
    public let action: AuditAction
    public let object: AuditObject?
    /// What the act changed, as it was: a JSON object, or empty.
    public let before: String
    /// What the act changed, as it became: a JSON object, or empty.
    public let after: String
    public let result: AuditResult

    public init(
        at: Timestamp, actor: Actor, action: AuditAction, object: AuditObject? = nil, before: String = "",
        after: String = "", result: AuditResult = .done
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.object = object
        self.before = before
        self.after = after
        self.result = result
    }

    /// Who acted, as he was called then, and the address he came from.
    public struct Actor: Sendable, Equatable {
        /// Nil: nobody who is signed in, or a command on the server itself.
        public let user: ID<User>?
        public let name: String
        /// Empty for a command.
        public let address: String

        public init(user: ID<User>? = nil, name: String = "", address: String = "") {
            self.user = user
            self.name = name
            self.address = address
        }
    }
}

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
    public enum Kind: String, Sendable, CaseIterable { case member, account, binding, package, link, unknown }
}

/// The acts that are remembered.
public enum AuditAction: String, Sendable, CaseIterable {
    case login
    case logout
    case logoutEverywhere = "logout.everywhere"
    case setUp = "setup"
    case passwordChanged = "password.changed"
    case passwordConfirmed = "password.confirmed"
    case linkIssued = "link.issued"
    case linkRevoked = "link.revoked"
    case linkUsed = "link.used"
    case memberCreated = "member.created"
    case memberChanged = "member.changed"
    case memberEnabled = "member.enabled"
    case memberDisabled = "member.disabled"
    case memberPromoted = "member.promoted"
    case memberDemoted = "member.demoted"
    case memberDeleted = "member.deleted"
    case accountCreated = "account.created"
    case accountChanged = "account.changed"
    case accountDeleted = "account.deleted"
    case accountTested = "account.tested"
    case bindingCreated = "binding.created"
    case bindingDeleted = "binding.deleted"
    case packageCreated = "package.created"
    case packageChanged = "package.changed"
    case packageDeleted = "package.deleted"
    /// Somebody tried what he has no right to.
    case accessRefused = "access.refused"
    case auditExported = "audit.exported"
    case keysRotated = "keys.rotated"
    case keyFileChanged = "keys.rekeyed"
    /// Read where a row does not say what this version could have written.
    case unknown
}

/// What came of an act. `failed`: it was done, and what it was to find out is bad, as with a test.
public enum AuditResult: String, Sendable, CaseIterable { case done, refused, throttled, failed, unknown }
